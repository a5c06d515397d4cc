"""`python -m benchmarks.strangers [--quick] [PAGE ...]`: what a stranger's address or file costs at most.

Serves the app and asks it, over its own websocket, for every page with every parameter of its address as nobody should
write it, all at once and each alone, and sends it tables and pictures that were built to hurt. More than 5 MB to a
browser, 300 MB more in the server, 10 s or 5 s of CPU for any of it, or an exception on a page, end the command with 1;
the --quick form, for a busy machine, asks for less and holds no seconds. Linux only: memory is read from /proc.
"""

import argparse
import asyncio
import contextlib
import io
import re
import time
import urllib.error
import urllib.request

import numpy as np
from PIL import Image
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.web.server.starlette.starlette_app_utils import generate_xsrf_token_string

from benchmarks.serving import served
from benchmarks.visitor import BROKEN, PAGES, PATIENCE, Measured, Visitor
from tests.dashboard.common import odd_files

MOST = {"MB sent": 5, "MB more": 300, "s": 10, "s of CPU": 5}
MARKUP = "[x](http://zzz.example) <script>zzz</script> ![x](http://zzz.example/z.png)"
VALUES = (
    "",
    "-1",
    "1e999",
    "-1e999",
    "nan",
    "inf",
    "None",
    "0x10",
    "9" * 400,
    "1_0",
    "true",
    "\u202eé\U0001f600\0",
    MARKUP,
    "../../etc/passwd",
    "a" * 100_000,
    ("1", "nan", "-9", "1e999"),
)
ALONE = ("1e999", "-1", "9" * 400, ("1", "nan"))
MEDIA = re.compile(rb"/media/\w+\.\w+")
TAKE_TABLES = dict(
    elbow="data", init_comparison="data", failure_cases="case", mini_batch="data", soft_assignment="data"
)
MAX_TAKEN, MAX_NAME = 10 << 20, 1000  # bytes of an upload, letters of its name
BOUNDARY = "stranger"


class Stranger(Visitor):
    """A visitor who sees what the address of a page may hold, and sends files."""

    def __init__(self, *args, **settings):
        super().__init__(*args, **settings)
        self.pictures, self.session, self.places = set(), "", []

    @property
    def parameters(self) -> list[str]:
        """Return the parameters that the address of the page may have."""
        return sorted({getattr(drawn.message, "query_param_key", "") for drawn in self.drawn.values()} - {""})

    def hear(self, message) -> None:
        super().hear(message)
        kind = message.WhichOneof("type")
        if kind == "new_session":
            self.session = message.new_session.initialize.session_id
        elif kind == "file_urls_response":
            self.places = list(message.file_urls_response.file_urls)
        elif kind == "delta":
            self.pictures |= set(MEDIA.findall(message.SerializeToString()))

    async def send(self, name: str, content: bytes) -> int:
        """Upload a file as a browser does; return the bytes that came."""
        message, self.places = BackMsg(), []
        message.file_urls_request.session_id = self.session
        message.file_urls_request.file_names.append(name)
        await self.socket.send(message.SerializeToString())
        while not self.places:
            self.hear(ForwardMsg.FromString(await asyncio.wait_for(self.socket.recv(), PATIENCE)))
        place = self.places[0]
        try:
            await asyncio.to_thread(self.put, place.upload_url, name, content)
        except urllib.error.URLError:
            if len(content) < MAX_TAKEN and len(name) < MAX_NAME:  # others are refused while they come
                raise
        state = WidgetState(id=next(drawn.message.id for drawn in self.drawn.values() if drawn.kind == "file_uploader"))
        file = state.file_uploader_state_value.uploaded_file_info.add()
        file.name, file.size, file.file_id = name, len(content), place.file_id
        file.file_urls.CopyFrom(place)
        await self.ask(state)
        return await self.answer()

    def put(self, path, name, content) -> None:
        token, shown = generate_xsrf_token_string(), re.sub(r'["\r\n\0]', "_", name)
        head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="f"; filename="{shown}"\r\n\r\n'
        headers = {
            "Content-Type": f"multipart/form-data; boundary={BOUNDARY}",
            "X-Xsrftoken": token,
            "Cookie": f"_streamlit_xsrf={token}",
        }
        body = head.encode() + content + f"\r\n--{BOUNDARY}--\r\n".encode()
        url = f"http://{self.server.address}{path}"
        urllib.request.urlopen(urllib.request.Request(url, body, headers, method="PUT"), timeout=PATIENCE).close()

    async def looked_at(self) -> int:
        """Fetch the pictures that the page shows; return their bytes."""
        sizes = [await asyncio.to_thread(self.fetch, path.decode()) for path in self.pictures]
        self.pictures = set()
        return sum(sizes)

    def fetch(self, path) -> int:
        with urllib.request.urlopen(f"http://{self.server.address}{path}", timeout=PATIENCE) as answer:
            return len(answer.read())


class Costs:
    """The most that anything took, and what it was."""

    def __init__(self, server):
        self.server, self.asked, self.measured = server, 0, Measured()
        self.most = {name: (0.0, "") for name in MOST}

    @contextlib.asynccontextmanager
    async def of(self, what):
        """Take down what the block costs; it appends to the list that it is given the bytes that came."""
        sent, before, start, used = [], self.server.memory(), time.monotonic(), self.server.cpu()
        peak = [before]
        watcher = asyncio.create_task(self.watch(peak))
        yield sent
        took = {"MB sent": sum(sent) / 1e6, "s": time.monotonic() - start, "s of CPU": self.server.cpu() - used}
        watcher.cancel()
        took["MB more"] = (max(*peak, self.server.memory()) - before) * 2**20 / 1e6
        self.asked += 1
        self.most = {name: max(so_far, (took[name], what)) for name, so_far in self.most.items()}

    async def watch(self, peak):
        while True:
            peak.append(self.server.memory())
            await asyncio.sleep(0.01)

    def lines(self, kind) -> list[str]:
        most = "; ".join(f"{amount:.2f} {name} ({what})" for name, (amount, what) in self.most.items())
        over = [
            f"{BROKEN}{amount:.1f} {name}: {what}" for name, (amount, what) in self.most.items() if amount > MOST[name]
        ]
        return [f"{kind}: {self.asked} asked; at most {most}", *over, *self.measured.broken()]


async def addresses(server, page, values, alone) -> list[str]:
    """Ask for the page with its parameters as nobody should write them."""
    costs = Costs(server)
    async with Stranger(server, page, costs.measured) as known:
        parameters = known.parameters
    asked = [(dict.fromkeys(parameters, value), f"all {value[:20]!r}") for value in values]
    asked += [({name: value}, f"{name} {value[:20]!r}") for name in parameters for value in alone]
    for settings, what in asked:
        async with costs.of(what) as sent, Stranger(server, page, costs.measured, **settings) as stranger:
            sent += [costs.measured.load_bytes[-1], await stranger.looked_at()]
    return costs.lines(f"/{page}, addresses of {len(parameters)} parameters")


async def files(server, page, settings, made) -> list[str]:
    """Send the page files, each from a visitor of its own."""
    costs = Costs(server)
    async with Stranger(server, page, costs.measured, **settings):  # what the page loads once is no file's
        pass
    for name, make in made.items():
        content = make()
        async with Stranger(server, page, costs.measured, **settings) as stranger:
            await stranger.looked_at()
            async with costs.of(name[:20]) as sent:
                sent.append(await stranger.send(name, content))
                sent.append(await stranger.looked_at())
    return costs.lines(f"/{page}, files")


def many_numbers(rows=50_000, columns=49) -> bytes:
    """Return the largest table there may be: of digits, 4.9 MB."""
    digits = np.random.default_rng(0).integers(48, 58, (rows, columns)).astype(np.uint8)
    table = np.full((rows, 2 * columns), ord(","), np.uint8)
    table[:, ::2], table[:, -1] = digits, ord("\n")
    return table.tobytes()


def noise(side=4000, form="JPEG", **options) -> bytes:
    """Return a picture of as many pixels as there may be, each of another colour."""
    out = io.BytesIO()
    pixels = np.random.default_rng(0).integers(0, 256, (side, side, 3), dtype=np.uint8)
    Image.fromarray(pixels).save(out, form, **options)
    return out.getvalue()


TABLES = {
    "empty.csv": lambda: b"",
    "blank.csv": lambda: b"\n" * 5_000_000,
    "separators.csv": lambda: b"," * 5_000_000,
    "one cell.csv": lambda: b"a" + b"," * 5_000_000,
    "pairs of nothing.csv": lambda: b",\n" * 2_500_000,
    "short rows.csv": lambda: b"1,2\n" * 1_250_000,
    "rows of words.csv": lambda: b"ab,cd,ef\n" * 550_000,
    "one quote.csv": lambda: b'a,b\n1,"' + b"x" * 5_000_000,
    "quotes.csv": lambda: b'"",' * 1_600_000,
    "wide.csv": lambda: b"1," * 60 + b"1\n",
    "ragged.csv": lambda: b"a,b\n1,2\n3\n",
    "bytes.csv": lambda: bytes(range(256)) * 4,
    "huge numbers.csv": lambda: b"a,b\n1e308,1e-308\n-1e308,1\n2,3\n" * 9,
    "digits.csv": lambda: b"a,b\n" + b"9" * 9000 + b"," + b"9" * 9000 + b"\n1,2\n3,4\n",
    "too large.csv": lambda: b"1,2\n" * 7_000_000,
    "numbers.csv": many_numbers,
    MARKUP + ".csv": lambda: b"a,b\n1,2\n3,4\n5,7\n",
    "../../../etc/passwd.csv": lambda: b"<script>,[x](http://zzz)\n1,2\n3,4\n5,7\n",
    "\u202evsc.csv": lambda: b"a,b\n1,2\n3,4\n5,7\n",
    "a" * 5000 + ".csv": lambda: ("n" * 9000 + ",\u202eb\n1,2\n3,4\n5,7\n").encode(),
}
PICTURES = {
    "empty.png": lambda: b"",
    "13,000 a side.png": lambda: odd_files.black_png(13_000, 13_000, bits=1, kind=0),
    "text bomb.png": odd_files.text_bomb,
    "many scans.jpg": odd_files.many_scans,
    "many comments.gif": odd_files.many_comments,
    "giant tile.tif": odd_files.giant_tile,
    "16 megapixels.png": lambda: odd_files.black_png(4000, 4000),
    "16 megapixels, clear.png": lambda: odd_files.black_png(4000, 4000, kind=6),
    "16 megapixels, gray.png": lambda: odd_files.black_png(4000, 4000, bits=16, kind=0),
    "16 million x 1.png": lambda: odd_files.black_png(16_000_000, 1),
    "noise.jpg": lambda: noise(4000, quality=30),
    "noise, progressive.jpg": lambda: noise(4000, quality=25, progressive=True),
    "noise.webp": lambda: noise(2000, "WEBP", quality=50),
    "half.jpg": lambda: odd_files.saved(odd_files.SCENE, "JPEG")[:900],
    "text.png": lambda: b"no picture",
    "drawing.png": lambda: b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'/>",
    "too large.png": lambda: bytes(30_000_000),
    MARKUP + ".png": lambda: odd_files.saved(odd_files.SCENE, "PNG"),
    "a" * 5000 + ".png": lambda: odd_files.saved(odd_files.SCENE, "PNG"),
}


async def strangers(server, pages, quick) -> list[str]:
    """Visit every page as strangers do; print and return what that cost at most, a line a page and kind."""
    lines = []
    for page in pages:
        values, alone = (VALUES[::4], ()) if quick else (VALUES, ALONE)
        found = await addresses(server, page, values, alone)
        if page == "image_compression":
            found += await files(server, page, {"image": "your own"}, PICTURES)
        elif page == "algorithm":
            found += await files(server, page, {"data": "your own"}, TABLES)
        elif page in TAKE_TABLES and not quick:
            found += await files(server, page, {TAKE_TABLES[page]: "your own"}, {"numbers.csv": many_numbers})
        print("\n".join(found), flush=True)
        lines += found
    return lines


def main():
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.strangers", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("pages", nargs="*", metavar="PAGE", help=f"any of: {', '.join(PAGES)}; all of them")
    parser.add_argument("--quick", action="store_true", help="every fourth address of a page; files on two pages")
    options = parser.parse_args()
    if options.quick:
        MOST.update({"s": PATIENCE, "s of CPU": PATIENCE})
    with served() as server:
        lines = asyncio.run(strangers(server, options.pages or PAGES, options.quick))
    parser.exit(1 if any(line.startswith(BROKEN) for line in lines) else 0)


if __name__ == "__main__":
    main()
