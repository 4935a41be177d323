evidence = dict(
    ranks=dict(verdict="supported", reading="gap", paragraph=6, quote="Japan ranked 4th and Korea 5th"),
    landing=dict(verdict="contradicted", reading="gap", paragraph=2, quote="has not even attempted a government-led lunar landing"),
    strength=dict(verdict="supported", reading="cluster", paragraph=7, quote="its comparative advantage"),
    distance=dict(verdict="contradicted", reading="cluster", paragraph=5, quote="has strained the intense daily coordination"),
    profit=dict(verdict="not in the readings"),
)
