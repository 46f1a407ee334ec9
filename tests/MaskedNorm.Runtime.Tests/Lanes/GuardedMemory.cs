using System;
using System.Runtime.InteropServices;

namespace MaskedNorm.Runtime.Tests;

/// <summary>Bytes between two pages that must not be touched: the process ends if they are. (Where pages cannot be protected: plain memory.)</summary>
internal sealed unsafe partial class GuardedMemory : IDisposable
{
    private const int Page = 65536;
    private readonly byte* _start;

    public GuardedMemory()
    {
        if (!OperatingSystem.IsLinux())
        {
            _start = (byte*)NativeMemory.AlignedAlloc(3 * Page, Page);
            return;
        }

        // Reserve three pages without access, then open the middle one.
        _start = (byte*)Map(0, 3 * Page, 0, 0x22, -1, 0);
        Assert.NotEqual(-1, (nint)_start);
        Assert.Equal(0, Protect(_start + Page, Page, 3));
    }

    public Span<byte> Bytes => new(_start + Page, Page);

    /// <summary>The last <paramref name="count"/> elements before the upper guard.</summary>
    public Span<T> Last<T>(int count)
        where T : unmanaged => MemoryMarshal.Cast<byte, T>(Bytes)[^count..];

    /// <summary>The first <paramref name="count"/> elements behind the lower guard.</summary>
    public Span<T> First<T>(int count)
        where T : unmanaged => MemoryMarshal.Cast<byte, T>(Bytes)[..count];

    public void Dispose()
    {
        if (OperatingSystem.IsLinux())
        {
            _ = Unmap(_start, 3 * Page);
        }
        else
        {
            NativeMemory.AlignedFree(_start);
        }
    }

    [LibraryImport("libc", EntryPoint = "mmap"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint Map(nint address, nint length, int access, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "mprotect"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Protect(void* address, nint length, int access);

    [LibraryImport("libc", EntryPoint = "munmap"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Unmap(void* address, nint length);
}
