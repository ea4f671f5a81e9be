// Nothing that Streamlit would note stays in the browser: the look it has drawn is noted under the
// page's own address, and on a borrowed machine that says for years that somebody was at /meld.
// It is drawn when the server has said how, and this script has run by then. What is written in a tab (sessionStorage) dies with it.
(() => {
  const noted = /^(st|sidebar|ajs_)/;
  const put = Storage.prototype.setItem;
  Storage.prototype.setItem = function (key, value) {
    if (this === window.sessionStorage || !noted.test(String(key))) put.call(this, key, value);
  };
  try {
    for (const key of Object.keys(window.localStorage))
      if (noted.test(key)) window.localStorage.removeItem(key);
  } catch {
    // A browser that keeps nothing has nothing to let go of.
  }
})();
