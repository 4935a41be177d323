def count_words(text):
    depth = False
    kept = ""
    for sign in text:
        if sign == "[":
            depth = True
            kept += " "
        elif sign == "]":
            depth = False
            kept += " "
        elif not depth:
            kept += sign
    return len([word for word in kept.split() if any(c.isalpha() or c.isdigit() for c in word)])
