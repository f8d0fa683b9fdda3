package dev.warren.edge.http.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.warren.core.testing.ManualClock;
import io.netty.channel.DefaultEventLoop;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSenderTest {

    private static final int CROWD = 200;

    @TempDir private Path folder;
    private final DefaultEventLoop loop = new DefaultEventLoop();

    @AfterEach
    void stop() {
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    @Test
    void aCrowdStandsInLineForAFileThatHasJustBegun() throws Exception {
        Path path = Files.write(folder.resolve("blob"), new byte[10]);
        CountDownLatch allAsked = new CountDownLatch(1);
        GrowingFile file = new SlowToOpen(path, allAsked);
        GrowingFiles growing = new GrowingFiles(new SplittableRandom(1), new ManualClock());
        FileSender sender = new FileSender(new FileRoots(List.of(folder)), growing);
        var outcomes = new LinkedBlockingQueue<FileSender.Outcome>();

        for (int i = 0; i < CROWD; i++) {
            sender.openGrowing(growing.offer(file), null, loop, outcomes::add);
        }
        allAsked.countDown();

        for (int i = 0; i < CROWD; i++) {
            FileSender.Outcome outcome = outcomes.poll(10, TimeUnit.SECONDS);
            assertThat(outcome).isNotNull();
            assertThat(outcome.refusal()).isNull();
            outcome.file().close();
        }
    }

    /** Nobody has it open before everybody has asked. */
    private static final class SlowToOpen implements GrowingFile {

        private final FakeGrowth there;
        private final CountDownLatch allAsked;

        SlowToOpen(Path path, CountDownLatch allAsked) {
            this.there = new FakeGrowth(path, 10);
            this.allAsked = allAsked;
        }

        @Override
        public FileChannel open() throws IOException {
            try {
                assertThat(allAsked.await(10, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException stopped) {
                throw new IOException(stopped);
            }
            return there.open();
        }

        @Override
        public long size() {
            return there.size();
        }

        @Override
        public long available() {
            return there.available();
        }

        @Override
        public boolean isBroken() {
            return there.isBroken();
        }

        @Override
        public void whenMore(long than, Runnable action) {
            there.whenMore(than, action);
        }

        @Override
        public void left() {
            there.left();
        }
    }
}
