from deploy.watcher.app import watcher
from deploy.watcher.settings import WatcherSettings
from shared.serving import serve

settings = WatcherSettings()
serve(watcher(settings), settings).run()
