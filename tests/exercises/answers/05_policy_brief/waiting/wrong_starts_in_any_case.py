def sign_worth(chance, gain, loss, reliability):
    now = chance * gain - (1 - chance) * loss
    follow = chance * reliability * gain - (1 - chance) * (1 - reliability) * loss
    return max(0, follow - now)
