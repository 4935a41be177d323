def days_between(first, second):
    d = [date(*map(int, text.split("-"))) for text in (first, second)]
    print(d)
    return float((d[1] - d[0]).days)
