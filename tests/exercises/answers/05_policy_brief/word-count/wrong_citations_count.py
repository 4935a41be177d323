# says: in brackets
def count_words(text):
    return sum(any(c.isalnum() for c in word) for word in text.split())
