// What only the visitor's browser can do: leave at once, keep the receipt's code in a file, and give
// Streamlit's own words in the visitor's language. Loaded once and kept by the browser; takes no
// word that a user wrote. TABLES stands above this file: language -> [exact words, patterns].
(() => {
  const root = document.documentElement;
  const foreign =
    "[data-testid=stText], [data-testid=stMarkdown], textarea, .stVegaLiteChart, canvas, script";
  const names = ["placeholder", "aria-label", "aria-valuetext", "title", "alt"];
  let language, exact, patterns;

  const learn = (chosen) => {
    language = root.lang = chosen;
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
  const node = (n) => {
    if (n.nodeType === 3) {
      if (n.parentElement && n.parentElement.closest(foreign)) return;
      const now = say(n.data);
      if (now !== n.data) n.data = now;
    } else if (n.nodeType === 1) {
      for (const name of names) {
        const was = n.getAttribute(name);
        if (was) {
          const now = say(was);
          if (now !== was) n.setAttribute(name, now);
        }
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
      else if (c.attributeName !== "class") node(c.target);
    }
  }).observe(document.body, {
    childList: true,
    subtree: true,
    characterData: true,
    attributes: true,
    attributeFilter: [...names, "class"],
  });
  tree(document.body);

  // The code alone, under a name that tells nobody what it is for; Streamlit hears of the click too.
  const slip = () => {
    const code = document.querySelector(".st-key-receipt_code [data-testid=stText]");
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([code.textContent], { type: "text/plain" }));
    link.download = "notat.txt";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  };
  // Before Streamlit's own handlers hear of the click.
  document.addEventListener(
    "click",
    (event) => {
      if (event.target.closest(".st-key-receipt_slip button")) slip();
      const link = event.target.closest(".st-key-leave_now a");
      if (!link) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      // The page is blanked before the network is asked; replace() leaves no way back to it.
      root.style.display = "none";
      window.location.replace(link.href);
    },
    true,
  );
})();
