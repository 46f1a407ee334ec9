using System;
using System.Globalization;

namespace MaskedNorm.Runtime;

/// <summary>Options of this library in the runtime configuration (<see cref="AppContext.GetData"/>).</summary>
internal static class RuntimeOption
{
    /// <summary>A number of bytes.</summary>
    /// <param name="name">The option.</param>
    /// <returns>What it says; null where it is not set, or is no number from 0 on.</returns>
    public static nint? Bytes(string name) =>
        nint.TryParse(AppContext.GetData(name) as string, NumberStyles.None, CultureInfo.InvariantCulture, out nint bytes) ? bytes : null;
}
