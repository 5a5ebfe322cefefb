/** Playback of samples, with the place at each frame of the screen. */

export class Player {
  onplace?: (seconds: number) => void;
  onstate?: (playing: boolean) => void;
  private context?: AudioContext;
  private source?: AudioBufferSourceNode;
  private buffer?: AudioBuffer;
  private started = 0;
  private place = 0;

  constructor(
    private readonly seconds: number,
    private readonly sampleRate: number,
    private readonly samples: () => Promise<Float32Array<ArrayBuffer>>,
  ) {}

  get playing(): boolean {
    return this.source !== undefined;
  }

  async toggle(): Promise<void> {
    if (this.playing) return this.pause();
    await this.play();
  }

  /** Goes to a time, and plays on from there if it plays. */
  async seek(seconds: number): Promise<void> {
    const playing = this.playing;
    this.silence();
    this.place = Math.min(Math.max(seconds, 0), this.seconds);
    this.onplace?.(this.place);
    if (playing) await this.play();
  }

  pause(): void {
    this.place = this.now();
    this.silence();
    this.onstate?.(false);
  }

  close(): void {
    this.silence();
    void this.context?.close();
    this.context = this.buffer = undefined;
  }

  private async play(): Promise<void> {
    const context = (this.context ??= new AudioContext());
    this.buffer ??= await this.load(context);
    if (this.place >= this.seconds - 0.01) this.place = 0;
    const source = context.createBufferSource();
    source.buffer = this.buffer;
    source.connect(context.destination);
    source.start(0, this.place);
    this.source = source;
    this.started = context.currentTime - this.place;
    this.onstate?.(true);
    this.follow(source);
  }

  private async load(context: AudioContext): Promise<AudioBuffer> {
    const samples = await this.samples();
    const buffer = context.createBuffer(1, Math.max(samples.length, 1), this.sampleRate);
    buffer.copyToChannel(samples, 0);
    return buffer;
  }

  private follow(source: AudioBufferSourceNode): void {
    if (this.source !== source) return;
    const place = this.now();
    this.onplace?.(place);
    if (place < this.seconds) {
      requestAnimationFrame(() => this.follow(source));
      return;
    }
    this.silence();
    this.place = 0;
    this.onstate?.(false);
    this.onplace?.(0);
  }

  private now(): number {
    return this.context && this.playing ? Math.min(this.context.currentTime - this.started, this.seconds) : this.place;
  }

  private silence(): void {
    this.source?.stop();
    this.source?.disconnect();
    this.source = undefined;
  }
}
