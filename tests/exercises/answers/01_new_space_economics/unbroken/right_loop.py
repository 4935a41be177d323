def unbroken(years, term, chance):
    covered, result = term, 1.0
    while covered < years:
        covered += term
        result *= chance
    return result
