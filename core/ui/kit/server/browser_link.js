// A link to another page of the portal, tapped while somebody writes. What was written is sent a
// moment after the field is left; where the tap is quicker than that, Streamlit asks for the other
// page first, then sends the text as of this page, and the second message calls the first one back.
// So such a tap waits until the text is on its way.
(() => {
  const LINKS =
    ":is([data-testid=stTopNavLink], [data-testid=stSidebarNavLink], [data-testid=stPageLink-NavLink])";
  const JUST = 300; // milliseconds since the field was left
  const SENT = 50; // and for the text, once the browser has drawn twice
  let left = -Infinity;
  let own = false; // the tap is this script's

  document.addEventListener("focusout", (event) => {
    if (event.target.matches("textarea, input")) left = performance.now();
  });
  document.addEventListener(
    "click",
    (event) => {
      const link = event.target.closest(LINKS);
      const elsewhere = event.button || event.ctrlKey || event.metaKey || event.shiftKey;
      if (own || !link || elsewhere || performance.now() - left > JUST) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      const follow = () => {
        // Drawn anew meanwhile, it is another element with the same address.
        const same = [...document.querySelectorAll(LINKS)].find((a) => a.href === link.href);
        own = true;
        (link.isConnected ? link : same)?.click();
        own = false;
      };
      requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(follow, SENT)));
    },
    true,
  );
})();
