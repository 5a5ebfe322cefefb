// Forwards blocks of the microphone to the worker, and does nothing else: whoever computes on the
// audio thread makes gaps in the audio.
class Forward extends AudioWorkletProcessor {
  constructor() {
    super();
    this.port.onmessage = ({ data }) => (this.worker = data);
  }

  process([input]) {
    const [left] = input;
    if (left && this.worker) {
      const mean = left.map((_, at) => input.reduce((sum, it) => sum + it[at], 0) / input.length);
      this.worker.postMessage(mean, [mean.buffer]);
    }
    return true;
  }
}

registerProcessor("forward", Forward);
