// First script of the page, within it and before its styles: sets theme and language before the first paint, so that neither
// flashes. The content security policy knows it by its hash.
(function () {
  var root = document.documentElement;
  var dark = matchMedia("(prefers-color-scheme: dark)");
  function stored(key) {
    try { return localStorage.getItem(key); } catch (_) { return null; }
  }
  function paint() {
    var theme = stored("hurtrock-theme");
    if (theme !== "light" && theme !== "dark") theme = dark.matches ? "dark" : "light";
    root.dataset.theme = theme;
    // The shop's own bar is black in both themes, and the browser's with it.
    var bar = document.querySelector("meta[name=theme-color][data-follows-theme]");
    if (bar) bar.content = theme === "dark" ? "#0A0A0A" : "#FFFFFF";
  }
  paint();
  performance.mark("themed");
  // `boot.js` says so sooner, where it comes.
  addEventListener("load", function () { setTimeout(function () { root.classList.add("seen"); }, 1500); });
  dark.addEventListener("change", paint);
  // An address that names its language is meant to be read in it.
  var locale = stored("hurtrock-locale");
  if ((locale === "en" || locale === "id") && !/[?&]lang=/.test(location.search)) root.lang = locale;
})();
