import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { placed, spread } from "../../src/explorer/stage/motion/overlay.js";
import { makePlayer } from "../../src/explorer/stage/motion/player.js";
import { cameraFor } from "../../src/explorer/stage/motion/scene.js";
import { roundStep } from "../../src/explorer/stage/motion/scenery.js";
import { clockText, makeClock, nextMoment, said, valueAt, wordsAt } from "../../src/explorer/stage/motion/timing.js";
import { all, button, field, one, place, press, type } from "../support/page.js";
import { words } from "../support/strings.js";

/** @import { Motion, Panel, Strings } from "../../src/explorer/model.js" */

/** @type {Panel} */
const PANEL = { box: [0.1, 0.2, 0.5, 0.6], x: [0, 10], y: [0, 4], x_unit: 60, y_unit: 1000, log: false };

/** @param {Partial<Motion>} [more] @returns {Motion} */
function flight(more) {
  return {
    name: "The flight",
    series: {
      time: [0, 100, 200],
      true: [3000, 2000, 0],
      believed: [2500, 1900, 0],
      along: [-9000, -1000, 0],
      height: [3000, 2000, 0],
      gap: [500, 100, 0],
    },
    panels: { altitude: PANEL },
    movers: [
      { panel: "altitude", x: "time", y: "", look: "now", number: "", label: "" },
      { panel: "altitude", x: "time", y: "true", look: "true", number: "true", label: "true" },
    ],
    moments: [
      { time: 0, label: "start", text: "It starts." },
      { time: 150, label: "reading", text: "It reads." },
      { time: 200, label: "contact", text: "It lands." },
    ],
    spoken: { template: "At {time}: {true} m, believed {believed} m.", digits: { true: 0, believed: 0 } },
    clock: "elapsed",
    pace: [60, 6, 3],
    scene: {
      kind: "descent",
      land: [
        [-20_000, 0],
        [20_000, 0],
      ],
      landed: true,
    },
    ...more,
  };
}

describe("the numbers of a motion", () => {
  test("lie on straight lines between those that were sent, and end with them", () => {
    const [times, values] = [
      [0, 10, 20],
      [0, 100, 0],
    ];
    expect([-5, 0, 5, 10, 15, 20, 99].map((at) => valueAt(times, values, at))).toEqual([0, 0, 50, 100, 50, 0, 0]);
  });

  test("are read in words with the last thing that happened", () => {
    expect(wordsAt(flight(), 100, "")).toBe("At 100 s: 2,000 m, believed 1,900 m. It starts.");
    expect(wordsAt(flight(), 150, "")).toContain("It reads.");
  });

  test("have a true minus, and none before nothing", () => {
    expect([said(-1234.5, 1), said(-0.2), said(0.04, 1)]).toEqual(["−1,234.5", "0", "0.0"]);
  });

  test("may be of a day", () => {
    const day = flight({ clock: "day", spoken: { template: "", digits: {} } });
    expect(clockText(day, 7 * 3600 + 5 * 60)).toBe("07:05");
    expect(wordsAt(day, 150, "At {time}:")).toBe("At 00:03: It reads.");
  });
});

describe("the clock", () => {
  test("slows down towards the end, and turns back what it says", () => {
    const motion = flight({ series: { ...flight().series, time: [0, 600, 1200] } });
    const clock = makeClock(motion);
    expect(clock.lasts).toBeGreaterThan(1200 / 60 + 3);
    expect(clock.timeAt(1) - clock.timeAt(0)).toBeCloseTo(60, 0);
    expect(clock.timeAt(clock.lasts) - clock.timeAt(clock.lasts - 1)).toBeLessThan(7);
    for (const time of [0, 3, 700, 1150, 1200]) expect(clock.timeAt(clock.playedAt(time))).toBeCloseTo(time, 6);
  });

  test("goes on evenly where it is not to slow down", () => {
    expect(makeClock(flight({ pace: [50, 50, 0] })).lasts).toBeCloseTo(4, 6);
  });

  test("knows what comes next and what came before", () => {
    const motion = flight();
    expect([0, 149, 150, 200].map((time) => nextMoment(motion, time, false))).toEqual([150, 150, 200, 200]);
    expect([200, 150, 1, 0].map((time) => nextMoment(motion, time, true))).toEqual([150, 0, 0, 0]);
  });
});

describe("a mark over the charts", () => {
  const size = { width: 1000, height: 500 };
  test("stands where the axes put it", () => {
    expect(placed(PANEL, size, 0, 0)).toEqual({ x: 100, y: 300 });
    expect(placed(PANEL, size, 600, 4000)).toEqual({ x: 500, y: 100 });
    const log = placed({ ...PANEL, y: [1, 100], y_unit: 1, log: true }, size, 300, 10);
    expect(log?.x).toBeCloseTo(300, 6);
    expect(log?.y).toBeCloseTo(200, 6);
  });

  test("is not shown beyond its panel; on a logarithmic one it rests on the lowest line", () => {
    expect(placed(PANEL, size, 601, 0)).toBeNull();
    expect(placed(PANEL, size, 0, -100)).toBeNull();
    expect(placed({ ...PANEL, y: [1, 100], y_unit: 1, log: true }, size, 0, 0)?.y).toBe(300);
  });

  test("writes its number beside those that stand already", () => {
    expect(spread(100, [], 400)).toBe(100);
    expect(Math.abs(spread(102, [100], 400) - 100)).toBeGreaterThanOrEqual(15);
    expect(spread(399, [398], 398)).toBeLessThanOrEqual(383);
  });
});

describe("the camera", () => {
  const size = { width: 680, height: 410 };
  test("keeps the lander, where it believes that it is, and the ground in sight", () => {
    /** @param {number} x */
    const land = (x) => (x < -25_000 ? 0 : -3000);
    for (const along of [-650_000, -26_000, -24_000, -500, 0, 900]) {
      for (const [above, believed] of [
        [20_000, 18_000],
        [20_000, 23_000],
        [4000, 200],
        [10, 12],
      ]) {
        const state = { along, height: land(along) + Number(above), believed: Number(believed) };
        const { left, low, scale } = cameraFor(state, land, size);
        const x = (along - left) * scale;
        expect(x).toBeGreaterThan(0.2 * size.width);
        expect(x).toBeLessThan(0.8 * size.width);
        for (const y of [state.height, land(along) + state.believed, land(along)]) {
          expect((y - low) * scale).toBeGreaterThan(0);
          expect((y - low) * scale).toBeLessThan(size.height);
        }
      }
    }
  });

  test("has posts at round distances", () => {
    expect([0.9, 1, 1.4, 3, 6, 130, 450].map(roundStep)).toEqual([1, 1, 2, 5, 10, 200, 500]);
  });
});

describe("the player", () => {
  /** @type {{ text: string, atOnce: boolean }[]} */
  let heard = [];
  let calm = false;
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["requestAnimationFrame", "cancelAnimationFrame", "performance"] });
    heard = [];
    calm = false;
    vi.stubGlobal("matchMedia", () => ({ matches: calm }));
    document.body.replaceChildren();
  });
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.useRealTimers();
  });

  /** @param {Motion | {}} [motion] */
  function shown(motion = flight()) {
    const el = place();
    const frame = document.createElement("div");
    el.append(frame);
    /** @type {Strings} */
    const strings = words(
      /** @type {Partial<Strings>} */ ({
        at_clock: "At {time}:",
        gap: "{metres} m apart",
        rate: "{n} ×",
        site_ahead: "{km} km",
      }),
    );
    const player = makePlayer(strings, frame, (text, atOnce) => heard.push({ text, atOnce }));
    el.append(player.root);
    player.load(motion);
    return { player, frame };
  }
  const moment = () => one(".nx-moment").textContent ?? "";

  test("is not there where nothing moves", () => {
    const { player, frame } = shown({});
    expect([all(".nx-player, svg").length, frame.classList.contains("nx-moves")]).toEqual([0, false]);
    player.load(flight());
    expect([all(".nx-player").length, frame.classList.contains("nx-moves")]).toEqual([1, true]);
    player.load({});
    expect([all(".nx-player").length, frame.classList.contains("nx-moves")]).toEqual([0, false]);
  });

  test("plays to the end in its own seconds, says what happens, and can be played again", () => {
    shown(flight({ pace: [200, 100, 1] }));
    const line = field(".nx-line");
    button("▶ play").click();
    vi.advanceTimersByTime(200);
    expect(moment()).toMatch(/^At (3\d|4\d) s: 2,/);
    expect(one(".nx-play").textContent).toBe("❚❚ pause");
    expect(heard).toEqual([]);
    vi.advanceTimersByTime(3000);
    expect(moment()).toBe("At 200 s: 0 m, believed 0 m. It lands.");
    expect(line.value).toBe("1000");
    expect(heard).toEqual([
      { text: "It reads.", atOnce: true },
      { text: "It lands.", atOnce: true },
      { text: moment(), atOnce: false },
    ]);
    button("▶ play").click();
    vi.advanceTimersByTime(100);
    expect(Number(line.value)).toBeLessThan(200);
  });

  test("stops where it is, by button or space", () => {
    shown();
    const line = field(".nx-line");
    expect(press(line, " ").defaultPrevented).toBe(true);
    vi.advanceTimersByTime(500);
    button("❚❚ pause").click();
    const stopped = moment();
    vi.advanceTimersByTime(5000);
    expect(moment()).toBe(stopped);
    expect(heard).toEqual([{ text: stopped, atOnce: false }]);
  });

  test("goes where the time line is dragged, and where keys send it", () => {
    shown();
    const line = field(".nx-line");
    type(line, "500");
    const middle = moment();
    expect(middle).not.toContain("At 0 s");
    expect(line.getAttribute("aria-valuetext")).toMatch(/ s$/);
    press(line, "ArrowRight");
    expect(moment()).not.toBe(middle);
    press(line, "ArrowLeft");
    expect(moment()).toBe(middle);
    /** @type {[string, string][]} */
    const keys = [
      ["Home", "At 0 s"],
      ["PageUp", "At 150 s"],
      ["PageUp", "At 200 s"],
      ["PageDown", "At 150 s"],
      ["End", "At 200 s"],
    ];
    for (const [key, begins] of keys) {
      expect(press(line, key).defaultPrevented).toBe(true);
      expect(moment().startsWith(begins)).toBe(true);
    }
    expect(press(line, "Tab").defaultPrevented).toBe(false);
  });

  test("with reduced motion it never plays: its button goes from event to event", () => {
    calm = true;
    shown();
    const next = button("⏭ next_moment");
    for (const begins of ["At 150 s", "At 200 s", "At 0 s"]) {
      next.click();
      vi.advanceTimersByTime(3000);
      expect(moment().startsWith(begins)).toBe(true);
    }
  });

  test("shows the flight from outside when it plays, and the charts when the controls move, until one chooses", () => {
    const { player, frame } = shown();
    const isOutside = () => frame.classList.contains("nx-outside");
    expect(isOutside()).toBe(false);
    button("▶ play").click();
    expect(isOutside()).toBe(true);
    player.load(flight());
    expect(isOutside()).toBe(false);
    button("outside").click();
    player.load(flight());
    expect(isOutside()).toBe(true);
  });

  test("another run keeps the time that is shown, as far as it lasts", () => {
    const { player } = shown();
    const line = field(".nx-line");
    press(line, "End");
    player.load(flight({ series: { ...flight().series, time: [0, 50, 100] }, moments: [] }));
    expect(moment().startsWith("At 100 s")).toBe(true);
    player.load(flight());
    expect(moment().startsWith("At 100 s")).toBe(true);
  });

  test("without a drawing of its own there is no choice of views", () => {
    shown(flight({ scene: {} }));
    expect(one(".nx-views").hidden).toBe(true);
  });
});
