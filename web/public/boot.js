// Starts the app, once the page has been read (`defer`).
(function () {
  // What came with the page is as old as the page, and Back brings old pages: out of a store, or as they were left.
  function forget() {
    var came = performance.getEntriesByType("navigation")[0];
    if (came && came.type === "back_forward") drop();
    addEventListener("pageshow", function (event) { if (event.persisted) drop(); });
  }

  function drop() {
    var data = document.getElementById("first-view");
    if (data) data.remove();
  }

  // The shop can be installed, and says so when there is no connection. A new build is a new worker.
  function keep(app) {
    var manifest = document.querySelector("meta[name=manifest]");
    if (!manifest) return;
    add("manifest", manifest.dataset.file);
    if (!("serviceWorker" in navigator)) return;
    var register = function () {
      navigator.serviceWorker.register("/sw.js?" + encodeURIComponent(app.dataset.js)).catch(function () {});
    };
    // Not before the page has what it needs.
    if (document.readyState === "complete") register();
    else addEventListener("load", register);
  }

  // Resolves when it is there, or cannot be had.
  function add(kind, file) {
    return new Promise(function (done) {
      var link = document.createElement("link");
      link.rel = kind;
      if (kind === "preload") link.as = "fetch";
      link.crossOrigin = "anonymous";
      link.onload = link.onerror = done;
      link.href = file;
      document.head.append(link);
    });
  }

  // The styles of what is not on a page at first.
  function styled() {
    return Promise.all(Array.from(document.querySelectorAll("meta[data-css]"), function (meta) {
      return add("stylesheet", meta.dataset.css);
    }));
  }

  // What the page that is opened needs beside the shop itself: asked for while that is on its way. The same are in
  // `fetch_first` of web/src/shop/later.rs.
  var GOODS = ["products", "categories", "search", "pages", "cart"];
  var PAGES = ["account", "orders", "checkout", "sign-in", "register", "forgot-password", "reset-password", "verify-email"];
  function rest() {
    var room = location.pathname.split("/")[1];
    var part = GOODS.indexOf(room) >= 0 ? "goods" : PAGES.indexOf(room) >= 0 ? "pages" : "";
    if (!part) return;
    document.querySelectorAll("meta[name=part][content~=" + part + "]").forEach(function (meta) { add("preload", meta.dataset.file); });
  }

  // What the server drew, if it is there, and in the language that is read: in another it is not shown (`kit/boot.css`). Asking
  // the browser whether it is would have it lay out the page here.
  function drawn() {
    var first = document.querySelector("main.first");
    return first && first.closest("first-view").lang === document.documentElement.lang ? first : null;
  }

  // What the server drew is seen first: on a narrow line the shop would take half of it from the picture. But nobody waits
  // longer than this, in milliseconds.
  var AT_MOST = 1500;
  function seen(first) {
    if (!first) return Promise.resolve();
    var pictures = Promise.all(Array.from(first.querySelectorAll("img[fetchpriority=high]"), function (picture) {
      return picture.decode().then(function () { return true; }, function () { return false; });
    })).then(function (pictures) { return painted(pictures.indexOf(true) >= 0); });
    return Promise.race([pictures, after(AT_MOST)]).catch(function () {});
  }

  // Who comes with a phone for the first time is let read: the shop comes when they touch, scroll or type, or have read for a
  // while. Everything that the server drew works until then, as a link or by `again`. Who has been here before has the shop in
  // the browser's memory, and things in it.
  var READING = 5000;
  var BY_FINGER = matchMedia("(pointer: coarse)").matches;
  var SIGNS = ["pointerdown", "touchstart", "keydown", "focusin", "scroll", "wheel"];
  var touched = new Promise(function (done) {
    SIGNS.forEach(function (sign) { addEventListener(sign, done, { once: true, passive: true, capture: true }); });
  });
  function wanted(first) {
    return first && BY_FINGER && !known() ? Promise.race([touched, after(READING)]) : Promise.resolve();
  }

  // What the app remembers here, see web/src/storage.rs; and that it has been here.
  function known() {
    try { return Object.keys(localStorage).some(function (key) { return key.startsWith("hurtrock-"); }); } catch (_) { return false; }
  }

  function remember() {
    try { localStorage.setItem("hurtrock-known", "1"); } catch (_) { /* It only begins later the next time. */ }
  }

  // What was pressed before the app was there is pressed again when it is: `data-again` tells where. What was typed into the
  // search box is typed on.
  var LATE = 10000;
  function again() {
    var boot = document.getElementById("boot");
    var presses = [], typing = null;
    boot.addEventListener("click", function (event) {
      var here = event.target.closest("[data-again]");
      if (!here || boot.classList.contains("boot--failed") || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      here.setAttribute("aria-busy", "true");
      var there = here.dataset.again;
      // In the buy box one press builds on another; elsewhere the last one counts.
      if (!here.closest(".buy")) presses = [];
      if (presses[presses.length - 1] !== there || here.matches(".stepper__btn")) presses.push(there);
    });
    boot.addEventListener("focusin", function (event) { typing = event.target.name === "q" ? event.target : null; });
    boot.addEventListener("focusout", function (event) {
      var left = event.target;
      // Chromium says so as well where it is taken off the page.
      setTimeout(function () { if (boot.isConnected && typing === left && document.activeElement !== left) typing = null; });
    });
    function next() {
      var there = presses.shift();
      if (there) when(there, Date.now(), function (control) { press(control); setTimeout(next, 50); });
    }
    new MutationObserver(function (_, observer) {
      if (boot.isConnected) return;
      observer.disconnect();
      if (typing) when(".bar__search input", Date.now(), function (field) {
        field.focus();
        field.value = typing.value;
        field.dispatchEvent(new Event("input", { bubbles: true }));
      });
      else next();
    }).observe(document.body, { childList: true });
  }

  function press(control) {
    if (control.tagName !== "SELECT") return control.click();
    control.focus();
    // Where the browser knows how, and not too long after the press.
    try { control.showPicker(); } catch (_) { /* It has the focus. */ }
  }

  function when(there, since, then) {
    var control = document.querySelector(there);
    if (control) then(control);
    else if (Date.now() - since < LATE) setTimeout(function () { when(there, since, then); }, 50);
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

  // What is written by hand is shown once its typeface is there (`kit/boot.css`).
  function write(first) {
    if (!first || !first.querySelector(".hand")) return;
    var written = function () { document.documentElement.classList.add("written"); };
    document.fonts.load("1em 'Rock Salt'").then(written, written);
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
    var first = drawn();
    forget();
    if (first) again();
    seen(first).then(function () {
      document.documentElement.classList.add("seen");
      write(first);
      return wanted(first);
    }).then(function () {
      remember();
      keep(app);
      document.querySelectorAll("meta[data-js]").forEach(function (meta) { add("modulepreload", meta.dataset.js); });
      add("preload", app.dataset.wasm);
      rest();
      return Promise.all([import(app.dataset.js), styled()]);
    }).then(function (came) {
      var module = came[0];
      return module.default({ module_or_path: app.dataset.wasm });
    }).catch(function (fault) {
      if (mayReload()) {
        location.reload();
        return;
      }
      var boot = document.getElementById("boot");
      if (!boot) throw fault;
      boot.classList.add("boot--failed");
      boot.querySelectorAll("[aria-busy]").forEach(function (busy) { busy.removeAttribute("aria-busy"); });
      document.getElementById("boot-again").addEventListener("click", function () { location.reload(); });
      console.error(fault);
    });
  }
  start();
})();
