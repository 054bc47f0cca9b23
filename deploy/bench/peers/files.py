"""A folder of files over HTTP and nothing else: `python -m deploy.bench.peers.files FOLDER PORT`."""

import sys

import uvicorn
from starlette.applications import Starlette
from starlette.staticfiles import StaticFiles

if __name__ == "__main__":
    app = Starlette()
    app.mount("/", StaticFiles(directory=sys.argv[1], html=True))
    uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[2]), log_level="warning")
