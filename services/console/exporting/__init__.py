"""Files of many cases leave the console when two people have said so: asked for by one, approved by another.

One that holds no more cases than stand on a page of the list takes one person: whoever takes it has them before
their eyes anyhow. No file is kept: each fetch asks anew, as whoever asked for it may see the cases then.
"""
