/** The worker as the page sees it. */

import type { LiveUpdate, Reply, Requests } from "./protocol";

type Method = keyof Requests;
type Value<M extends Method> = ReturnType<Requests[M]>;

interface Waiting {
  resolve: (value: never) => void;
  reject: (error: Error) => void;
  progress?: (amount: number) => void;
}

/** Calls the worker. After a crash of the module it starts a new worker, with the same model. */
export class Engine {
  onlive?: (update: LiveUpdate) => void;
  private worker = this.start();
  private waiting = new Map<number, Waiting>();
  private nextCall = 1;
  private model?: Uint8Array;
  private loaded?: () => void;
  /** Is done with the first model: what is asked before waits for it. */
  private readonly hasModel = new Promise<void>((resolve) => (this.loaded = resolve));

  /** Calls a method; `moved` are arguments that are handed over and not copied. */
  async call<M extends Method>(
    method: M,
    args: Parameters<Requests[M]>,
    options: { moved?: Transferable[]; progress?: (amount: number) => void } = {},
  ): Promise<Value<M>> {
    if (method === "explain" || method === "timeline" || method === "listen") await this.hasModel;
    const call = this.nextCall++;
    return new Promise((resolve, reject) => {
      this.waiting.set(call, { resolve: resolve as (value: never) => void, reject, progress: options.progress });
      this.worker.postMessage({ call, method, arguments: args }, options.moved ?? []);
    });
  }

  /** Loads a model, and remembers it. */
  async load(bytes: Uint8Array, progress: (bytes: number) => void): Promise<Value<"load">> {
    const card = await this.call("load", [bytes], { progress });
    this.model = bytes;
    this.loaded?.();
    return card;
  }

  private start(): Worker {
    const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
    worker.onmessage = ({ data }: MessageEvent<Reply>) => this.answered(data);
    worker.onerror = (event) => this.restart(event.message || "the worker could not start");
    return worker;
  }

  private answered(reply: Reply): void {
    if (reply.kind === "ready") return;
    if (reply.kind === "live") return this.onlive?.(reply.update);
    const waiting = this.waiting.get(reply.call);
    if (reply.kind === "progress") return waiting?.progress?.(reply.amount);
    this.waiting.delete(reply.call);
    if (reply.kind === "done") return waiting?.resolve(reply.value as never);
    waiting?.reject(new Error(reply.message));
    if (reply.broken) this.restart("the computation was interrupted");
  }

  private restart(reason: string): void {
    this.worker.terminate();
    for (const { reject } of this.waiting.values()) reject(new Error(reason));
    this.waiting.clear();
    this.worker = this.start();
    if (this.model) void this.call("load", [this.model]);
  }
}
