# says: holds no number
brief = """
Recommendation. We advise four things: one hub in the long run, support for five years and more with exits, the world market from the start, and partners chosen issue by issue. We are sure of the second, fairly sure of the third and fourth, and unsure of the first.

Grounds. Support first. A director of the Japanese firm ispace says that his firm and another [gap ¶9 "have both grown under long-term strategies and support"]. He has an interest, and two firms are no test. But the reason that is given for the harm of short grants can be followed step by step: they are said to leave firms in [gap ¶10 "uncertainty for private corporations"], and a firm that must win its money again each year cannot promise a delivery in three. We do not repeat the sum that the same text gives for Japan's fund: it contradicts itself, and the real fund is a hundred times larger. The same text is also wrong to call most Korean programmes short, since the navigation programme runs for fourteen years.

The market next. A summary of a think-tank's paper holds that [cluster ¶6 "firms must compete globally from day one"], and the director agrees that [gap ¶5 "it’s difficult with just a narrow domestic market"]. Neither reports a test. They come from different sides, though, and for a small country the arithmetic is plain: the state alone cannot order enough satellites to fill a factory.

Partners. Japan gave technology and support, and was offered in return [market ¶5 "an opportunity for a Japan Aerospace Exploration Agency (JAXA) astronaut"] on a station. That station has been put on pause. An agreement therefore brings skills and customers, and also other people's changes of mind. Where our own control counts most, as in launching, agreements of long ago forbade passing technology on. So we advise agreements for science and for services, and care in launching.

The other side. The strongest reason against one hub is that three towns are already being built, and that each does something which the others cannot: rockets need a coast. The case for one hub leans on an insider without a name, who speaks of [cluster ¶5 "collaborative density that made our traditional clusters so effective"], and on one report of a day lost on the road. Nobody has measured what distance costs.

How firm. We scored both sides of each question on six aims. With all aims alike, long support wins by most of a point and keeps winning in about seven of ten random sets of weights; the world market wins by a third of a point only, and falls if exports count less than a ninth of the whole. All four answers come out together in one draw of three. Half of the scores on the hubs are judgement.

What would change our mind. If alike projects took equally long in one town and in three, we would keep the hubs. If firms with one-year grants had survived as often as others, we would shorten support. Both can be counted within two years, and we ask that they be counted.
"""
