def count_words(text):
    return sum(any(c.isalpha() for c in word) for word in re.sub(r"\[[^\]]*\]", " ", text).split())
