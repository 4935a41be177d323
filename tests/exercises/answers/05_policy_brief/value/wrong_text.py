def value(scores, weights):
    return f"{sum(s * a for s, a in zip(scores, shares(weights))):.1f} points"
