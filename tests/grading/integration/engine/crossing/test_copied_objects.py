"""Objects of libraries that a test hands over: the learner's function gets a copy, and what it changes there stays there."""

from __future__ import annotations

from pathlib import Path

import pytest
from courses.small_assignment import assigned, graded, tried

from newspace_grading.engine.engine import Engine
from newspace_grading.model.results.verdict import Verdict

IMPORTS = "import numpy as np\nfrom sklearn.linear_model import LinearRegression, Ridge\nfrom sklearn.pipeline import make_pipeline\n"
DATA = "X = np.array([[0.0], [1.0], [2.0]])\ny = np.array([1.0, 3.0, 5.0])\n"
TRAINS = IMPORTS + "def train(model, X, y):\n    model.fit(X, y)\n    return model"
KEEPS = IMPORTS + (
    "class Trainer:\n    def __init__(self, model): self.model = model\n"
    "    def train(self, X, y): self.model.fit(X, y)\n    def guess(self, X): return self.model.predict(X)"
)
ISOLATED = {  # the reference's answer, and a test in which it needs no process of the learner's
    "a model is used": (
        IMPORTS + "def guess(model, X): return model.predict(X)",
        DATA + "model = LinearRegression().fit(X, y)\nassert np.allclose(guess(model, X), y)",
    ),
    "a model is changed, and is the test's own still": (
        TRAINS,
        DATA + "own = Ridge(alpha=1e-9)\nsame = train(own, X, y)\nassert same is own and isinstance(own, Ridge)\n"
        "assert np.allclose(own.coef_, [2]) and abs(own.score(X, y) - 1) < 1e-6",
    ),
    "a model is handed back as it was": (
        IMPORTS + "def same(model): return model",
        "own = Ridge()\nassert same(own) is own",
    ),
    "models stand in a list and in a dictionary": (
        IMPORTS + "def train(models, X, y):\n    for one in models: one.fit(X, y)\n    return {'first': models[0]}",
        DATA + "models = [Ridge(), LinearRegression()]\nfound = train(models, X, y)\n"
        "assert found['first'] is models[0] and np.allclose(models[1].coef_, [2])",
    ),
    "a model is kept and changed later": (
        KEEPS,
        DATA + "own = LinearRegression()\ntrainer = Trainer(own)\nassert not hasattr(own, 'coef_')\n"
        "trainer.train(X, y)\nassert np.allclose(own.coef_, [2])",
    ),
    "a model is kept, and the test changes it": (
        KEEPS,
        DATA
        + "own = LinearRegression()\ntrainer = Trainer(own)\nown.fit(X, y)\nassert np.allclose(trainer.guess(X), y)",
    ),
    "a part of a pipeline is trained with it": (
        TRAINS,
        DATA + "pipe = make_pipeline(Ridge(alpha=1e-9))\ntrain(pipe, X, y)\nassert np.allclose(pipe[-1].coef_, [2])",
    ),
    "an object of the standard library": (
        "import string\ndef fill(template, **values): return template.substitute(values)",
        "import string\nassert fill(string.Template('$a and $b'), a=1, b=2) == '1 and 2'",
    ),
}


@pytest.mark.parametrize("case", ISOLATED)
def test_objects_of_libraries_cross_as_arguments(engine: Engine, tmp_path: Path, case: str) -> None:
    source, records = graded(
        engine, tmp_path, assigned([dict(zip(("answer", "test"), ISOLATED[case], strict=True), name="t")]), {}
    )
    engine.probe_reference(source)
    assert (records["t"].verdict, records["t"].isolated, engine.findings(source).needs) == ("passed", True, {})


WRONG = {  # the reference's answer, a test, and what somebody hands in for it
    "one that trains nothing": (
        *ISOLATED["a model is changed, and is the test's own still"],
        TRAINS.replace("fit(X, y)", "get_params()"),
    ),
    "one that makes the model fit its answer": (
        IMPORTS + "def error(model, X, y): return float(((model.predict(X) - y) ** 2).mean())",
        DATA + "model = LinearRegression().fit(X, y + [0, 0, 1])\n"
        "assert np.isclose(error(model, X, y), ((model.predict(X) - y) ** 2).mean())",
        IMPORTS
        + "def error(model, X, y):\n    model.coef_ = np.array([2.0])\n    model.intercept_ = 1.0\n    return 0.0",
    ),
    "one that makes the model please every test": (
        *ISOLATED["a model is used"],
        IMPORTS + "class Same(float):\n    def __eq__(self, other): return True\n    __hash__ = None\n"
        "def guess(model, X):\n    model.predict = lambda X: Same()\n    return Same()",
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_no_change_of_a_copied_object_earns_points(engine: Engine, tmp_path: Path, case: str) -> None:
    record = tried(engine, tmp_path, *WRONG[case])
    assert not record.score
    assert record.verdict in (Verdict.FAILED, Verdict.TAMPERED), record


OWN = "from sklearn.base import BaseEstimator, TransformerMixin\n" + IMPORTS


def test_librarys_loops_work_with_estimators_of_the_learners(engine: Engine, tmp_path: Path) -> None:
    answer = OWN + (
        "class Centre(TransformerMixin, BaseEstimator):\n"
        "    def fit(self, X, y=None):\n        self.mean_ = X.mean(axis=0)\n        return self\n"
        "    def transform(self, X): return X - self.mean_"
    )
    test = (
        DATA
        + "from sklearn.model_selection import cross_val_score\npipe = make_pipeline(Centre(), LinearRegression())\n"
        "assert cross_val_score(pipe, np.repeat(X, 4, axis=0), np.repeat(y, 4), cv=3).shape == (3,)\n"
        "assert abs(pipe.fit(X, y)[-1].intercept_ - 3) < 1e-9 and Centre() != 'passthrough'"
    )
    record = tried(engine, tmp_path, answer, test, answer)
    assert (record.verdict, record.isolated) == ("passed", True), record
    wrong = tried(engine, tmp_path, answer, test, answer.replace("X.mean(axis=0)", "X.max(axis=0)"))
    assert (wrong.verdict, wrong.isolated) == ("failed", True), wrong


def test_object_that_claims_to_be_equal_to_itself_alone_equals_nothing_else(engine: Engine, tmp_path: Path) -> None:
    never = "class Any: pass\ndef f(): return Any()"
    record = tried(engine, tmp_path, "def f(): return 'a'", "assert f() == 'a'", never)
    assert (record.verdict, record.score) == ("failed", 0), record
