#!/bin/bash
# Grades an assignment on a Slurm cluster: every task of the array takes a share of the class.
# What to change is marked CHANGE. Start:  sbatch array.sh     Only share 3 once more:  sbatch --array=3 array.sh
# When all have ended, bring the shares together where the gradebook is:
#   newspace-grade --course COURSE merge ASSIGNMENT --journal-dir JOURNALS
#
#SBATCH --job-name=newspace-grade
#SBATCH --array=1-8            # CHANGE: 1 to the number of shares; SHARDS below must say the same number
#SBATCH --cpus-per-task=2      # CHANGE: how many notebooks a task grades at once
#SBATCH --mem-per-cpu=1536M    # a notebook may take 1 GB, the grader half of one
#SBATCH --time=01:00:00        # CHANGE: a share that is cut off goes on where it stopped when it is started again
#SBATCH --requeue
#SBATCH --open-mode=append
#SBATCH --output=newspace-grade-%A_%a.txt
set -euo pipefail

COURSE=${COURSE:-$HOME/course}                   # CHANGE: the course folder, on a file system that all machines see
ASSIGNMENT=${ASSIGNMENT:-02_ispace_missions}     # CHANGE
SHARDS=${SHARDS:-8}                              # CHANGE: as in --array above
JOURNALS=${JOURNALS:-$COURSE/.newspace-grade}    # where each share writes its journal
# source "$HOME/course-venv/bin/activate"        # CHANGE: whatever makes “newspace-grade doctor” run on your cluster

exec newspace-grade --course "$COURSE" autograde "$ASSIGNMENT" \
    --shard "$SLURM_ARRAY_TASK_ID/$SHARDS" --jobs "${SLURM_CPUS_PER_TASK:-1}" --journal-dir "$JOURNALS"
