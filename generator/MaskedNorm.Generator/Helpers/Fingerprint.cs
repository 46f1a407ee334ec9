namespace MaskedNorm.Generator;

/// <summary>128 bits that stand for a sequence: equal for equal sequences, and for no two different ones that ever meet.</summary>
internal readonly record struct Fingerprint(ulong First, ulong Second)
{
    /// <summary>Takes a sequence in and gives its fingerprint.</summary>
    public sealed class Builder
    {
        // Each half mixes by a step that can be undone: two sequences of one length that differ in one word never agree.
        private ulong first = 0x9E3779B97F4A7C15;
        private ulong second = 0xC2B2AE3D27D4EB4F;

        public void Add(ulong word)
        {
            unchecked
            {
                first = (first ^ word) * 0xFF51AFD7ED558CCD;
                first ^= first >> 32;
                second = (second + word) * 0xC4CEB9FE1A85EC53;
                second ^= second >> 29;
            }
        }

        public void Add(int number) => Add(unchecked((ulong)number));

        public void Add(Fingerprint part)
        {
            Add(part.First);
            Add(part.Second);
        }

        /// <summary>Adds a text and its length, so that no text runs into the next.</summary>
        public void Add(string text)
        {
            Add(text.Length);
            for (int i = 0; i < text.Length;)
            {
                ulong word = 0;
                for (int j = 0; j < 4 && i < text.Length; j++, i++)
                {
                    word = (word << 16) | text[i];
                }

                Add(word);
            }
        }

        public Fingerprint Build() => new(first, second);
    }
}
