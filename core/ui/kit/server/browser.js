// What only the visitor's browser can do: leave at once, keep the receipt's code in a file, and give
// Streamlit's own words in the visitor's language. Loaded once and kept by the browser; takes no
// word that a user wrote. Above this file stand TABLES: language -> [exact words, patterns], and
// LINES: language -> name -> the portal's own words.
(() => {
  const root = document.documentElement;
  const foreign =
    "[data-testid=stText], [data-testid=stMarkdown], textarea, .stVegaLiteChart, canvas, script";
  const names = ["placeholder", "aria-label", "aria-valuetext", "title", "alt"];
  const CODES = ".st-key-receipt_code, .st-key-receipt_check, .st-key-code_enter";
  let language, exact, patterns;

  const learn = (chosen) => {
    language = root.lang = chosen;
    // Beside the way out, in the style's own words: an element of ours would be React's to remove.
    root.style.setProperty("--leave-hint", JSON.stringify(LINES[chosen].leave_hint));
    exact = TABLES[chosen][0];
    patterns = TABLES[chosen][1].map(([from, to]) => [new RegExp(from), to]);
  };
  const say = (text) => {
    const bare = text.trim();
    if (Object.hasOwn(exact, bare)) return text.replace(bare, exact[bare]);
    for (const [from, to] of patterns)
      if (from.test(bare)) return text.replace(bare, bare.replace(from, to));
    return text;
  };
  // Streamlit reads a label as markdown and hands it on, marks and all, as what is heard of its field.
  const heard = new WeakMap(); // element -> what this script has put there
  const letters = (at, text) => {
    if (heard.get(at) === text) return text;
    return text.replace(/\\([^\p{L}\p{N}\s])|\*\*|\u2060/gu, (_, mark) => mark || "");
  };
  const node = (n) => {
    if (n.nodeType === 3) {
      if (n.parentElement && n.parentElement.closest(foreign)) return;
      const now = say(n.data);
      if (now !== n.data) n.data = now;
    } else if (n.nodeType === 1) {
      for (const name of names) {
        const was = n.getAttribute(name);
        if (was) {
          const now = say(name === "aria-label" ? letters(n, was) : was);
          if (now !== was) n.setAttribute(name, now);
          if (name === "aria-label") heard.set(n, now);
        }
      }
      // A code is no words: a translated one opens nothing, and it is no speller's to look up.
      if (n.matches(CODES)) {
        n.setAttribute("translate", "no");
        n.setAttribute("spellcheck", "false");
      }
    }
  };
  const tree = (top) => {
    node(top);
    if (top.nodeType !== 1) return;
    const walk = document.createTreeWalker(top, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
    for (let n = walk.nextNode(); n; n = walk.nextNode()) node(n);
  };
  // The page's frame carries the language in the key of a container: st-key-lang_nn.
  const told = () => {
    const mark = document.querySelector("[class*=st-key-lang_]");
    const found = mark && /st-key-lang_(\w+)/.exec(mark.className);
    return found && found[1] in TABLES ? found[1] : language;
  };

  learn(root.lang in TABLES ? root.lang : "nb");
  new MutationObserver((changes) => {
    const chosen = told();
    if (chosen !== language) {
      learn(chosen);
      tree(document.body);
      return;
    }
    for (const c of changes) {
      if (c.type === "childList") c.addedNodes.forEach(tree);
      else if (c.attributeName !== "class" || c.target.matches(CODES)) node(c.target);
    }
  }).observe(document.body, {
    childList: true,
    subtree: true,
    characterData: true,
    attributes: true,
    attributeFilter: [...names, "class"],
  });
  tree(document.body);

  // What staff write is sent at each pause, as if they had pressed Ctrl and Enter: the cursor stays.
  const PAUSE = 5000;
  const waiting = new Map();
  const send = (box) => {
    clearTimeout(waiting.get(box));
    waiting.delete(box);
    const key = { key: "Enter", code: "Enter", ctrlKey: true, bubbles: true, cancelable: true };
    if (box.isConnected) box.dispatchEvent(new KeyboardEvent("keydown", key));
  };
  document.addEventListener("input", (event) => {
    const box = event.target;
    if (!box.matches("[class*=st-key-draft_] :is(textarea, input)")) return;
    clearTimeout(waiting.get(box));
    waiting.set(box, setTimeout(send, PAUSE, box));
  });
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) [...waiting.keys()].forEach(send);
  });

  // The code alone, under a name that tells nobody what it is for; Streamlit hears of the click too.
  const slip = () => {
    const code = document.querySelector(".st-key-receipt_code [data-testid=stText]");
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([code.textContent], { type: "text/plain" }));
    link.download = "notat.txt";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  };
  // The page is blanked before the network is asked; replace() leaves no way back to it.
  let leaving = false;
  const leave = (link) => {
    leaving = true; // nobody who leaves at once is asked anything
    root.style.display = "none";
    window.location.replace(link.href);
  };
  // Nothing keeps the code but the page: while it waits to be written down the browser asks, in its
  // own words, before the page is loaded anew or closed.
  window.addEventListener("beforeunload", (event) => {
    if (!leaving && document.querySelector(".st-key-receipt_confirm")) event.preventDefault();
  });
  // Before Streamlit's own handlers hear of the click.
  document.addEventListener(
    "click",
    (event) => {
      if (event.target.closest(".st-key-receipt_slip button")) slip();
      const link = event.target.closest(".st-key-leave_now a");
      if (!link) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      leave(link);
    },
    true,
  );
  // Shift three times within two seconds, no other key between, leaves too.
  let shifts = [];
  document.addEventListener(
    "keydown",
    (event) => {
      if (event.repeat) return;
      const now = event.timeStamp;
      shifts = event.key === "Shift" ? [...shifts.filter((at) => now - at < 2_000), now] : [];
      const link = shifts.length > 2 && document.querySelector(".st-key-leave_now a");
      if (link) leave(link);
    },
    true,
  );

  // After the receipt the code can be shown again, but not to who finds the page left open: it goes
  // when the page was out of sight for two minutes, and ten minutes after the receipt.
  const OUT_OF_SIGHT = 120_000;
  // A report that was opened with its code closes when nobody has touched the page for ten minutes:
  // the machine may be the library's. What was typed and not sent goes with it.
  const IDLE = 600_000;
  let touched = Date.now();
  let clock; // looks again when the page may have been idle for so long
  let opened = false; // whether a report stands there
  let closing = false; // whether the server must still be told
  const idle = () => {
    clearTimeout(clock);
    const left = touched + IDLE - Date.now();
    if (left > 0) clock = setTimeout(idle, left);
    else if (opened) {
      closing = true;
      root.dataset.closed = "";
    }
  };
  // A machine that slept is looked at before the hand that woke it counts.
  const touch = () => {
    if (root.dataset.closed === undefined) idle();
    touched = Date.now();
  };
  for (const name of ["pointerdown", "pointermove", "keydown", "input", "wheel", "touchstart"])
    document.addEventListener(name, touch, { capture: true, passive: true });
  document.addEventListener("visibilitychange", idle);
  const KEPT = 600_000;
  let kept; // since when the code can be shown again
  let hidden; // since when the page is out of sight
  let unheard = false; // whether the server must still be told
  const forget = () => {
    root.dataset.forgotten = "";
    unheard = true;
  };
  const due = () => {
    const now = Date.now();
    if (kept && (now - kept >= KEPT || (hidden && now - hidden >= OUT_OF_SIGHT))) forget();
  };
  document.addEventListener("visibilitychange", () => {
    due();
    hidden = document.hidden ? Date.now() : undefined;
    if (hidden) setTimeout(due, OUT_OF_SIGHT);
  });
  new MutationObserver(() => {
    const box = document.querySelector(".st-key-receipt_kept");
    if (!box) {
      kept = undefined;
      unheard = false;
      delete root.dataset.forgotten;
    } else if (!kept) {
      kept = Date.now();
      setTimeout(due, KEPT);
    }
    const shown = document.querySelector(".st-key-follow_open") !== null;
    const begins = shown && !opened;
    opened = shown;
    if (begins) idle();
    if (!opened) {
      closing = false;
      delete root.dataset.closed;
    }
    const app = document.querySelector("[data-testid=stApp]");
    // A session that is gone has forgotten by itself; asking it would draw another page.
    const connected = app && app.dataset.testConnectionState === "CONNECTED";
    if (app && !connected) unheard = false;
    const close = closing && connected && document.querySelector(".st-key-code_idle button");
    if (close) {
      closing = false;
      close.click();
    }
    const button = unheard && document.querySelector(".st-key-receipt_forget button");
    if (button) {
      unheard = false;
      button.click();
    }
  }).observe(root, {
    childList: true,
    subtree: true,
    attributes: true,
    attributeFilter: ["data-forgotten", "data-closed", "data-test-connection-state"],
  });
})();
