package dev.warren.registry.store;

import dev.warren.registry.oci.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

class BlobFilesTest extends BlobStoreContract {

    @Override
    protected BlobStore open(Path folder) throws IOException {
        return BlobFiles.in(folder);
    }

    @Override
    protected void damage(Path folder, Digest digest) throws IOException {
        Path file = folder.resolve("blobs/sha256/" + digest.hex().substring(0, 2));
        Files.writeString(file.resolve(digest.hex()), "some other");
    }

    @Override
    protected int manyPieces() {
        return 300_000;
    }
}
