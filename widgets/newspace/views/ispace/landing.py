"""The landing simulator: the inputs of a descent that a learner may set, and three presets."""

from __future__ import annotations

from newspace.core.errors import CourseError
from newspace.core.i18n import _
from newspace.figures.ispace.landing import LandingPicture, landing_words
from newspace.models.ispace import descent
from newspace.views.shared.explorer.controls import Prediction, Preset, Run, Slider, Values
from newspace.views.shared.explorer.explorer import Explorer
from newspace.views.shared.explorer.pictures import Pictures

_DEFAULT_ALTITUDE_M = 20_000.0
_PROPELLANT_KG = round(descent.mass_at_braking().propellant_kg)
_LEAST_PROPELLANT_KG = 340
"""With less, the lander of "All goes well" would run dry, and that of Mission 2 be light enough to stop: the slider ends before."""
_OUTCOMES = {
    descent.LandingOutcome.LANDED: "soft",
    descent.LandingOutcome.HARD: "fast",
    descent.LandingOutcome.CRASHED: "fast",
    descent.LandingOutcome.CRASHED_DRY: "dry",
}


def landing_simulator(preset: str = "nominal") -> Explorer:
    """Fly a lunar lander with six sliders; ``preset`` sets their initial values: ``"nominal"``, ``"mission_1"`` or ``"mission_2"``.

    Raises
    ------
    CourseError
        If there is no such preset.
    """
    if preset not in descent.SCENARIOS:
        raise CourseError(f"There is no preset “{preset}”.", remedy=f"Choose one of: {', '.join(descent.SCENARIOS)}.")
    draw = Pictures(LandingPicture)  # each is created when it is first needed

    def run(values: Values, narrow: bool) -> Run:
        flight, picture = _fly(values), draw(narrow)
        return Run(
            picture.png(flight),
            descent.flight_sentence(flight),
            landing_words(flight),
            _OUTCOMES[flight.outcome],
            result=_result(flight),
            motion=picture.motion(flight),
        )

    return Explorer(
        run,
        pictures=draw,
        title=_("Landing simulator"),
        name=f"landing_simulator:{preset}",
        controls=_sliders(_values(descent.SCENARIOS[preset])),
        presets=[Preset(name, label, _values(descent.SCENARIOS[name])) for name, label in _labels().items()],
        prediction=Prediction(_prompt(preset), _options(), _("Fly it")),
        caption=_(
            "Computed by newspace.models.ispace.descent, with one lander, one gate and one guidance for all three flights. "
            "True is a solid blue line, believed a dashed orange one. From the side, heights count from the level ground before the rim."
        ),
    )


def _result(flight: descent.Flight) -> str:
    speed = flight.touchdown_speed_m_s
    number = f"{speed:.1f}" if speed < 10 else f"{speed:.0f}"
    return (_("lands at {speed} m/s") if flight.landed else _("hits the ground at {speed} m/s")).format(speed=number)


def _fly(values: Values) -> descent.Flight:
    number = {name: float(value) for name, value in values.items()}
    scenario = descent.Scenario(
        number["sensor_range_m"], number["altitude_error_m"], descent.Terrain(step_m=number["step_m"])
    )
    # The slider has whole kilograms; at its initial value use the model's unrounded one.
    kilograms = None if number["propellant_kg"] == _PROPELLANT_KG else number["propellant_kg"]
    return descent.fly(
        scenario, gate_m=number["gate_m"], braking_altitude_m=number["braking_altitude_m"], propellant_kg=kilograms
    )


def _values(scenario: descent.Scenario) -> Values:
    return {
        "sensor_range_m": scenario.sensor_range_m,
        "gate_m": descent.NAVIGATION.gate_m,
        "altitude_error_m": scenario.altitude_error_m,
        "step_m": scenario.terrain.step_m,
        "braking_altitude_m": _DEFAULT_ALTITUDE_M,
        "propellant_kg": _PROPELLANT_KG,
    }


def _sliders(start: Values) -> list[Slider]:
    def metres(name: str, label: str, low: float, high: float, note: str, step: float = 100) -> Slider:
        return Slider(name, label, low, high, step, float(start[name]), unit="m", help=note)

    kilograms = float(start["propellant_kg"])
    return [
        metres("sensor_range_m", _("Altimeter range"), 100, 20_000, _("it reads only below this height")),
        metres("gate_m", _("Filter gate"), 100, 8_000, _("readings further off are rejected")),
        metres("step_m", _("Drop at the rim"), 0, 6_000, _("how far the ground falls away there")),
        metres("altitude_error_m", _("Navigation error"), -3_000, 3_000, _("believed − true, at the start"), 50),
        metres("braking_altitude_m", _("Braking starts at"), 15_000, 25_000, _("altitude above the ground"), 500),
        Slider(
            "propellant_kg",
            _("Propellant"),
            _LEAST_PROPELLANT_KG,
            520,
            1,
            kilograms,
            unit="kg",
            help=_("at the start of braking"),
        ),
    ]


def _labels() -> dict[str, str]:
    return {"nominal": _("All goes well"), "mission_1": _("Mission 1"), "mission_2": _("Mission 2")}


def _options() -> dict[str, str]:
    return {
        "soft": _("It lands softly, at less than 2 m/s."),
        "fast": _("It reaches the ground too fast, with propellant left."),
        "dry": _("Its tanks run dry before it reaches the ground, and it falls."),
    }


def _prompt(preset: str) -> str:
    scenario = descent.SCENARIOS[preset]
    numbers = {
        "range": scenario.sensor_range_m,
        "error": abs(scenario.altitude_error_m),
        "step": scenario.terrain.step_m,
        "gate": descent.NAVIGATION.gate_m,
    }
    text = {
        "nominal": _(
            "The altimeter reads from {range:,.0f}\u00a0m down, and navigation has made no error. What will happen?"
        ),
        "mission_1": _(
            "Navigation believes that it is {error:,.0f}\u00a0m lower than it is. Before the landing site the ground drops by {step:,.0f}\u00a0m. "
            "A reading that is more than {gate:,.0f}\u00a0m off is rejected. What will happen?"
        ),
        "mission_2": _(
            "Navigation believes that it is {error:,.0f}\u00a0m higher than it is, and the altimeter reads only below {range:,.0f}\u00a0m. "
            "What will happen?"
        ),
    }
    return text[preset].format(**numbers)
