// Another thing on the page (a receipt, a report, a case, a page of a list): it begins at the top of
// the screen and its heading has the focus. core/ui/thing.py says which thing it is.
(() => {
  const HEADINGS = "h1, h2, h3";
  const SAID = "[data-testid=stText], [data-testid=stAlert]";
  // Who moves along a row of tabs or through a list of choices stays there.
  const CHOOSING = "[role=tablist], [role=combobox], [role=listbox], [role=dialog]";
  let known; // what the page showed when it was last at rest
  let held; // the thing whose heading was given the focus, until somebody acts

  const things = () => [
    location.pathname,
    ...[...document.querySelectorAll("[class*=st-key-thing_]")].map(
      (box) => /st-key-thing_[\w-]+/.exec(box.className)[0],
    ),
  ];
  const heading = (thing) => {
    const main = document.querySelector("[data-testid=stMain]");
    const box = thing.startsWith("/") ? main : document.querySelector(`.${thing}`);
    return box && (box.querySelector(HEADINGS) || box.querySelector(SAID));
  };
  const go = (at) => {
    const main = at.closest("[data-testid=stMain]");
    if (main && main.querySelector(HEADINGS) === at)
      main.scrollTo({ top: 0, behavior: "instant" });
    else at.scrollIntoView({ block: "start", behavior: "instant" });
    at.tabIndex = -1;
    at.blur(); // the same element with other words is heard again
    at.focus({ preventScroll: true });
  };
  const look = () => {
    const app = document.querySelector("[data-testid=stApp]");
    if (!app || app.dataset.testScriptState !== "notRunning") return;
    const now = things();
    const other = known && now.find((thing) => !known.includes(thing));
    if (other) {
      const at = heading(other);
      if (!at) return; // not drawn yet
      held = document.activeElement.closest(CHOOSING) ? undefined : other;
      if (held) go(at);
    } else if (held && document.activeElement === document.body) {
      const at = heading(held); // drawn anew after it had the focus
      if (at) go(at);
    }
    known = now;
  };

  for (const act of ["keydown", "pointerdown"])
    document.addEventListener(act, () => (held = undefined), true);
  new MutationObserver(look).observe(document.body, {
    childList: true,
    subtree: true,
    attributes: true,
    attributeFilter: ["class", "data-test-script-state"],
  });
})();
