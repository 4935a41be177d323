def count_words(text):
    parts = [piece.split("]", 1)[-1] if index else piece for index, piece in enumerate(text.split("["))]
    words = " ".join(parts).split()
    return sum(1 for word in words if any(map(str.isalnum, word)))
