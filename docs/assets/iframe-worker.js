// A page that is opened from disk may start no Worker. The search then runs in a hidden frame of the page.
if (location.protocol === "file:") {
  window.Worker = class extends EventTarget {
    constructor(address) {
      super();
      this.frame = document.createElement("iframe");
      this.frame.hidden = true;
      this.ready = new Promise((done) => this.frame.addEventListener("load", done));
      document.body.append(this.frame);
      const inner = this.frame.contentWindow;
      addEventListener("message", (event) => {
        if (event.source === inner) this.dispatchEvent(new MessageEvent("message", { data: event.data }));
      });
      inner.document.open();
      inner.document.write('<body><script>postMessage = (data) => parent.postMessage(data, "*")</script>');
      inner.document.write(`<script src="${encodeURI(decodeURI(address))}"></script>`);
      inner.document.close();
    }

    postMessage(data) {
      this.ready.then(() => {
        const inner = this.frame.contentWindow;
        inner.dispatchEvent(new inner.MessageEvent("message", { data: inner.structuredClone(data) }));
      });
    }

    terminate() {
      this.frame.remove();
    }
  };
}
