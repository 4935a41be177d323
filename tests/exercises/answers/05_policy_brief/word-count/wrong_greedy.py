def count_words(text):
    return sum(any(c.isalnum() for c in word) for word in re.sub(r"\[.*\]", " ", text).split())
