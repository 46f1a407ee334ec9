namespace MaskedNorm.Runtime.Tests;

/// <summary>How many lanes a strip of selections, or of their columns, has.</summary>
public class StripWidthTests
{
    [Fact]
    public void A_strip_is_of_whole_vectors_and_bounded()
    {
        foreach (nint extent in (nint[])[1, 15, 16, 17, 100, 1000, 1024, 1025, 5000, int.MaxValue])
        {
            foreach (nint rows in (nint[])[1, 7, 64, 1000, 1 << 30])
            {
                foreach (bool parallel in (bool[])[false, true])
                {
                    nint width = Launch.StripWidth(extent, 4 * rows, extent, parallel);
                    Assert.InRange(width, 16, 1024);
                    Assert.Equal(0, width % 16);
                }

                Assert.InRange(Launch.CommonStripWidth(extent, 4 * rows, extent), 16, 1024);
            }
        }
    }

    // 256 lanes of 256 rows take 256 KB. Of rows a page apart they would have a quarter of the cache's places.
    [Fact]
    public void Rows_a_power_of_two_apart_are_not_cut_into_strips_that_the_cache_has_no_place_for()
    {
        Assert.Equal(1024, Launch.CommonStripWidth(1024, 4 * 256, 1024));
        Assert.Equal(256, Launch.CommonStripWidth(1024, 4 * 256, 1040));
        Assert.Equal(256, Launch.CommonStripWidth(768, 4 * 256, 768));
        Assert.Equal(512, Launch.CommonStripWidth(512, 8 * 256, 512));
    }

    [Fact]
    public void A_strip_of_columns_has_whole_selections_and_leaves_room_for_them()
    {
        for (nint columns = 1; columns <= 64; columns++)
        {
            foreach (nint lanes in (nint[])[16, 48, 128, 1008, 1024])
            {
                nint width = Launch.WholeSelections(lanes, columns);
                Assert.Equal(0, width % columns);
                Assert.InRange(width, columns, 1024);
                Assert.True(width + (width / columns) <= 1280);
                Assert.True(width >= lanes || width + columns > 1024 || width + columns + ((width / columns) + 1) > 1280);
            }
        }
    }
}
