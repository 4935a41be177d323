def sign_worth(chance, gain, loss, reliability):
    now = max(0, chance * gain - (1 - chance) * gain)
    return max(0, chance * reliability * gain - (1 - chance) * (1 - reliability) * gain - now)
