def sign_worth(chance, gain, loss, reliability):
    return max(0, chance * reliability * gain - (1 - chance) * (1 - reliability) * loss)
