// Whether the school answers: a line while the net is lost, and whom to call where the page never
// comes through. What is typed stays where it is. The words stand in LINES, above all of this; a
// number in braces can be called.
(() => {
  const root = document.documentElement;
  const PATIENCE = 1_000; // a net that blinks is no news
  const NEVER = 10_000; // without an answer after this the page says so
  const line = document.createElement("div");
  line.id = "portal_net";
  line.setAttribute("role", "status");
  document.body.append(line);
  let met = false; // whether the school has answered this page at all
  let lost; // the timer of a lost net
  let shown = "";

  const call = (number) => {
    const link = document.createElement("a");
    link.href = `tel:${number.replaceAll(" ", "")}`;
    link.textContent = number;
    return link;
  };
  const say = (kind, ...texts) => {
    if (shown === kind + root.lang) return;
    shown = kind && kind + root.lang;
    line.className = kind;
    line.replaceChildren(
      ...texts.map((text) => {
        const p = document.createElement("p");
        p.append(...text.split(/[{}]/).map((part, n) => (n % 2 ? call(part) : part)));
        return p;
      }),
    );
    root.style.setProperty("--portal-net", kind ? `${line.offsetHeight}px` : "0px");
  };
  const words = () => LINES[root.lang] || LINES.nb;
  const connected = () => {
    const app = document.querySelector("[data-testid=stApp]");
    return Boolean(app) && app.dataset.testConnectionState === "CONNECTED";
  };
  const look = () => {
    if (connected() && !away) {
      met = true;
      clearTimeout(lost);
      lost = undefined;
      say("");
    } else if (met && lost === undefined) lost = setTimeout(tell, PATIENCE);
  };
  const tell = () => {
    const staff = document.querySelector(".st-key-staff_frame");
    // A receipt is no unsent text: what is not sent is said where something can be written.
    const typed = document.querySelector("textarea") ? [words()[staff ? "unsaved" : "unsent"]] : [];
    say("lost", [words().lost, ...typed, ...(staff ? [] : [words().danger])].join(" "));
  };
  let away = false; // the device itself says that it has no net
  window.addEventListener("offline", () => {
    away = true;
    if (met) tell();
  });
  window.addEventListener("online", () => {
    away = false;
    look();
  });
  new MutationObserver(look).observe(document.body, {
    childList: true,
    subtree: true,
    attributes: true,
    attributeFilter: ["data-test-connection-state"],
  });
  setTimeout(() => {
    if (met) return;
    const own = navigator.language.slice(0, 2);
    if (own in LINES) root.lang = own;
    const { telephone } = root.dataset;
    const school = telephone ? [`${words().never_school} {${telephone}}`] : [];
    say("never", words().never, words().never_call, ...school);
  }, NEVER);
  look();
})();
