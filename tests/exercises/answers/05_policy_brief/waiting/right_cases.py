def sign_worth(chance, gain, loss, reliability):
    cases = [(chance * reliability, gain), (chance * (1 - reliability), 0), ((1 - chance) * (1 - reliability), -loss)]
    follow = sum(p * worth for p, worth in cases)
    return max(follow, chance * gain - (1 - chance) * loss, 0) - max(chance * gain - (1 - chance) * loss, 0)
