/** What a stream gives, bit by bit; who stops early cancels it. */
export async function* chunksOf<T>(stream: ReadableStream<T>): AsyncGenerator<T, void> {
  const reader = stream.getReader();
  let ended = false;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      ended = done;
      if (done) return;
      yield value;
    }
  } catch (error) {
    ended = true;
    throw error;
  } finally {
    // What was thrown at the stream itself has ended it; anything else is a reader who wants no more.
    if (!ended) await reader.cancel();
  }
}
