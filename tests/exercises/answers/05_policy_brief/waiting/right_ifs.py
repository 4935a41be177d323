def sign_worth(chance, gain, loss, reliability):
    now = chance * gain - (1 - chance) * loss
    if now < 0:
        now = 0
    follow = chance * reliability * gain - (1 - chance) * (1 - reliability) * loss
    if follow < now:
        return 0
    return follow - now
