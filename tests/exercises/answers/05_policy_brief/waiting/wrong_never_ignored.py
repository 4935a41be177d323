def sign_worth(chance, gain, loss, reliability):
    now = max(0, chance * gain - (1 - chance) * loss)
    return chance * reliability * gain - (1 - chance) * (1 - reliability) * loss - now
