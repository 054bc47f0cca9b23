from services.reviews.app import server

server.run()
