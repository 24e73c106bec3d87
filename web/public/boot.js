// Starts the app, once the page has been read (`defer`).
(function () {
  // What came with the page is as old as the page, and Back brings old pages.
  function forget() {
    var came = performance.getEntriesByType("navigation")[0];
    var data = document.getElementById("first-view");
    if (data && came && came.type === "back_forward") data.remove();
  }

  // The shop can be installed, and says so when there is no connection. A new build is a new worker.
  function keep(app) {
    if (!("serviceWorker" in navigator) || !document.querySelector("link[rel=manifest]")) return;
    var register = function () {
      navigator.serviceWorker.register("/sw.js?" + encodeURIComponent(app.dataset.js)).catch(function () {});
    };
    // Not before the page has what it needs.
    if (document.readyState === "complete") register();
    else addEventListener("load", register);
  }

  function preload(file) {
    var link = document.createElement("link");
    link.rel = "preload";
    link.as = "fetch";
    link.crossOrigin = "anonymous";
    link.href = file;
    document.head.append(link);
  }

  // What the page that is opened needs beside the shop itself: asked for while that is on its way. The same are in
  // `fetch_first` of web/src/shop/later.rs.
  var GOODS = ["products", "categories", "search", "pages", "cart"];
  var PAGES = ["account", "orders", "checkout", "sign-in", "register", "forgot-password", "reset-password", "verify-email"];
  function ahead() {
    var room = location.pathname.split("/")[1];
    var part = GOODS.indexOf(room) >= 0 ? "goods" : PAGES.indexOf(room) >= 0 ? "pages" : "";
    if (!part) return;
    document.querySelectorAll("meta[name=part][content~=" + part + "]").forEach(function (meta) { preload(meta.dataset.file); });
  }

  // What the server drew is seen first: on a narrow line the shop would take half of it from the picture. Its links work
  // until then; but nobody waits longer than this, in milliseconds.
  var AT_MOST = 1500;
  function seen() {
    var first = document.querySelector("main.first");
    // Not there, or in the language that is not read.
    if (!first || !first.getClientRects().length) return Promise.resolve();
    var drawn = Promise.all(Array.from(first.querySelectorAll("img[fetchpriority=high]"), function (picture) {
      return picture.decode().then(function () { return true; }, function () { return false; });
    })).then(function (pictures) { return painted(pictures.indexOf(true) >= 0); });
    return Promise.race([drawn, after(AT_MOST)]).catch(function () {});
  }

  function after(milliseconds) {
    return new Promise(function (done) { setTimeout(done, milliseconds); });
  }

  // Painting takes a while after a picture is there. Where the browser tells when one is on the screen, that is waited for.
  function painted(picture) {
    if (picture && window.PerformanceElementTiming) {
      return new Promise(function (done) { new PerformanceObserver(done).observe({ type: "element", buffered: true }); });
    }
    return new Promise(function (done) { requestAnimationFrame(function () { setTimeout(done); }); });
  }

  // The build that this page belongs to may be gone from the server: the next page belongs to the new one. As in
  // web/src/storage.rs no tab does so more than once a minute.
  function mayReload() {
    if (!navigator.onLine) return false;
    try {
      var now = Date.now(), last = Number(sessionStorage.getItem("hurtrock-reloaded"));
      if (now - last < 60000) return false;
      sessionStorage.setItem("hurtrock-reloaded", now);
      return true;
    } catch (_) { return false; }
  }

  function start() {
    var app = document.querySelector("meta[name=app]");
    forget();
    keep(app);
    seen().then(function () {
      document.documentElement.classList.add("seen");
      preload(app.dataset.wasm);
      ahead();
      return import(app.dataset.js);
    }).then(function (module) {
      return module.default({ module_or_path: app.dataset.wasm });
    }).catch(function (fault) {
      if (mayReload()) {
        location.reload();
        return;
      }
      var boot = document.getElementById("boot");
      if (!boot) throw fault;
      boot.classList.add("boot--failed");
      document.getElementById("boot-again").addEventListener("click", function () { location.reload(); });
      console.error(fault);
    });
  }
  start();
})();
