def unbroken(years, term, chance):
    to_win = -(-years // term) - 1
    return chance ** to_win
