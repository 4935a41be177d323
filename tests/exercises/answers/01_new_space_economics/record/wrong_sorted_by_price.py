def records(rows):
    return sorted({price for _, price in rows}, reverse=True)
