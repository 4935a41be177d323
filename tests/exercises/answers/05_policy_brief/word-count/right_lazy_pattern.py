def count_words(text):
    words = re.sub(r"\[.*?\]", " ", text, flags=re.DOTALL).split()
    return len([word for word in words if re.search(r"[^\W_]", word)])
