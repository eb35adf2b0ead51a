// One event stream that comes back by itself: after a lost network, a restarted server, a phone that slept.
// The browser's own reconnection gives up on an error status and never notices a dead line; this one does both.

const SILENCE_MS = 40000; // the server speaks at least every 15 seconds
const PAUSES_MS = [500, 1000, 2000, 4000, 8000, 15000];

/**
 * Keep a stream open.
 * address: where; `after` is added with the last id.
 * events: names to pass on.
 * onEvent(name, data, id), onLine("open" | "lost"), onRefused(): the session is not accepted.
 * Returns { lastId(), wake(), stop() }.
 */
export function openStream({ address, events, onEvent, onLine, onRefused = () => {}, startAfter = 0 }) {
  let source = null;
  let lastId = startAfter;
  let failures = 0;
  let heardAt = Date.now();
  let timer = 0;
  let stopped = false;

  function connect() {
    if (stopped) return;
    clearTimeout(timer);
    if (source) source.close();
    heardAt = Date.now();
    source = new EventSource(lastId ? `${address}?after=${lastId}` : address);
    source.onopen = () => {
      failures = 0;
      heardAt = Date.now();
      onLine("open");
    };
    source.onerror = () => {
      source.close();
      onLine("lost");
      retry();
    };
    for (const name of [...events, "here"]) {
      source.addEventListener(name, (event) => {
        heardAt = Date.now();
        if (event.lastEventId) lastId = Math.max(lastId, Number(event.lastEventId));
        if (name !== "here") onEvent(name, JSON.parse(event.data), event.lastEventId ? Number(event.lastEventId) : 0);
      });
    }
  }

  function retry() {
    clearTimeout(timer);
    const pause = PAUSES_MS[Math.min(failures, PAUSES_MS.length - 1)];
    failures += 1;
    if (failures === 2 || failures % 4 === 0) askWhetherRefused();
    timer = setTimeout(connect, pause + Math.random() * 300);
  }

  // An EventSource hides the status of a refusal, so a plain request asks for it.
  async function askWhetherRefused() {
    try {
      const controller = new AbortController();
      const response = await fetch(lastId ? `${address}?after=${lastId}` : address, { signal: controller.signal });
      controller.abort();
      if (response.status === 401) onRefused();
    } catch {
      // no network: the next try will tell
    }
  }

  function wake() {
    failures = 0;
    connect();
  }

  const watch = setInterval(() => {
    if (!stopped && Date.now() - heardAt > SILENCE_MS) {
      onLine("lost");
      connect();
    }
  }, 5000);
  const online = () => wake();
  const visible = () => {
    if (document.visibilityState === "visible" && Date.now() - heardAt > 20000) wake();
  };
  window.addEventListener("online", online);
  document.addEventListener("visibilitychange", visible);
  window.addEventListener("offline", () => onLine("lost"));
  connect();

  return {
    lastId: () => lastId,
    wake,
    stop() {
      stopped = true;
      clearTimeout(timer);
      clearInterval(watch);
      window.removeEventListener("online", online);
      document.removeEventListener("visibilitychange", visible);
      if (source) source.close();
    },
  };
}
