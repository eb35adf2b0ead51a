// Calls to our own API. A refusal carries the server's own words; a lost network is a different thing.

/** The server understood and said no. `status` is the HTTP status, `code` is stable, `message` is for people. */
export class Refused extends Error {
  constructor(status, code, message, hint) {
    super(message);
    this.status = status;
    this.code = code;
    this.hint = hint || "";
  }
}

/** POST or GET JSON. Throws Refused for an answer that is an error, TypeError where nothing was reached. */
export function call(method, address, content) {
  const json = content !== undefined;
  const headers = json ? { "Content-Type": "application/json" } : {};
  return send(address, { method, headers, body: json ? JSON.stringify(content) : undefined }, 20000);
}

/** POST a form with a file; a slow line may take its time. */
export function upload(address, form) {
  return send(address, { method: "POST", body: form }, 180000);
}

async function send(address, request, milliseconds) {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), milliseconds);
  try {
    const response = await fetch(address, { ...request, credentials: "same-origin", cache: "no-store", signal: controller.signal });
    if (response.status === 204) return null;
    const answer = await response.json().catch(() => null);
    if (response.ok && answer !== null) return answer;
    const error = (answer && answer.error) || {};
    throw new Refused(response.status, error.code || "error", error.message || "服务器没有回答。", error.hint);
  } finally {
    clearTimeout(timer);
  }
}
