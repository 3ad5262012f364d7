"""Objects: buckets and their contents on the object store, behind the platform's own keys.

We own: which account a bucket belongs to, who may touch which object, imports, archives and the file browser.
We ask of iam who a caller is and what he may do. The bytes are the object store's.
"""
