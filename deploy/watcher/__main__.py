from deploy.watcher.app import serve
from deploy.watcher.settings import WatcherSettings

serve(WatcherSettings()).run()
