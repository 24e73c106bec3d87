// Sets theme and language before the first paint, so that neither flashes. Runs blocking, on purpose.
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
    var bar = document.querySelector('meta[name="theme-color"]');
    if (bar) bar.content = theme === "dark" ? "#0A0A0A" : "#FFFFFF";
  }
  paint();
  dark.addEventListener("change", paint);
  if (stored("hurtrock-locale") === "en") root.lang = "en";
})();
