# says: dash
def count_words(text):
    return len(re.sub(r"\[[^\]]*\]", " ", text).split())
