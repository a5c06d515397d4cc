// A curve that grows with the film; `first` is the picture to which its first value belongs.
export function curve({ first }, trace) {
  const { x, y } = trace("curve");
  const frame = (i) => {
    const now = i - first;
    return {
      "so far": { y: Float32Array.from(y, (value, at) => (at <= now ? value : NaN)) },
      now: { x: Float32Array.of(x[now] ?? NaN), y: Float32Array.of(y[now] ?? NaN) },
    };
  };
  return { frame };
}
