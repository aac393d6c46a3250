// The connection to the preview's server, which says what has changed.

const names = ['hello', 'changed', 'problems'];

// Calls `on.hello`, `on.changed` and `on.problems` with what the server sends, and `on.state` with whether it is there.
// A tab that nobody sees lets go of its connection, of which a browser grants a server only six; the hello that comes
// when it is shown again tells it what it has missed.
export function listen(on) {
  let source = null;
  let waiting = null;
  let pause = 250;

  function connect() {
    disconnect();
    if (document.visibilityState === 'hidden') return;
    source = new EventSource('/__byline/events');
    for (const name of names) source.addEventListener(name, ({ data }) => on[name]?.(JSON.parse(data)));
    source.addEventListener('open', () => {
      pause = 250;
      on.state?.(true);
    });
    source.addEventListener('error', retry);
  }

  // Browsers give up on a server that refuses a connection, or wait for seconds.
  function retry() {
    disconnect();
    on.state?.(false);
    waiting = setTimeout(connect, pause);
    pause = Math.min(pause * 1.5, 4000);
  }

  function disconnect() {
    clearTimeout(waiting);
    source?.close();
    source = null;
  }

  document.addEventListener('visibilitychange', connect);
  window.addEventListener('pagehide', disconnect);
  window.addEventListener('pageshow', (event) => event.persisted && connect());
  window.addEventListener('online', connect);
  connect();
}
