def plot_value(scores, shares_of_first):
    first, second = scores
    points = []
    for t in shares_of_first:
        points.append(first * t + second * (1 - t))
    figure = plt.figure()
    axes = figure.add_subplot()
    axes.set_title("The minister's picture")
    axes.set_ylabel("Worth [points]")
    axes.set_xlabel("Share [1]")
    axes.plot(shares_of_first, points, color="black", linewidth=2)
    return axes
