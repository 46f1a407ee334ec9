using System;
using System.ComponentModel;
using System.Runtime.InteropServices;
using MaskedNorm.Tests.Harness;

namespace MaskedNorm.Tests.Memory;

/// <summary>Memory between two pages that no one may touch: one byte too far ends the process.</summary>
internal sealed unsafe partial class GuardedMemory : IDisposable
{
    private readonly byte* _start;
    private readonly nuint _guard;
    private readonly nuint _usable;

    public GuardedMemory(int capacity)
    {
        _guard = (nuint)Environment.SystemPageSize;
        _usable = (((nuint)capacity + _guard - 1) / _guard * _guard) + _guard;
        nuint size = _usable + (2 * _guard);
        _start = OperatingSystem.IsWindows() ? Windows.Reserve(size) : Unix.Reserve(size);
        Protect(_start);
        Protect(_start + _guard + _usable);
    }

    /// <summary>Memory that ends exactly where the inaccessible page begins.</summary>
    public Block AtEnd(int length) => new PointerBlock(_start + _guard + _usable - (nuint)length, length);

    /// <summary>Memory that starts exactly where the inaccessible page ends.</summary>
    public Block AtStart(int length) => new PointerBlock(_start + _guard, length);

    public void Dispose()
    {
        if (OperatingSystem.IsWindows())
        {
            Windows.Release(_start);
        }
        else
        {
            Unix.Release(_start, _usable + (2 * _guard));
        }
    }

    private void Protect(byte* page)
    {
        bool isProtected = OperatingSystem.IsWindows() ? Windows.Protect(page, _guard) : Unix.Protect(page, _guard);
        if (!isProtected)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        }
    }

    private sealed class PointerBlock(byte* start, int length) : Block
    {
        private readonly nint _start = (nint)start;

        public override Span<byte> Bytes => new((void*)_start, length);
    }

    private static partial class Unix
    {
        private const int None = 0;
        private const int ReadWrite = 3;
        private const int Private = 2;

        // MAP_ANONYMOUS has another value on macOS.
        private static readonly int s_anonymous = OperatingSystem.IsMacOS() ? 0x1000 : 0x20;

        public static byte* Reserve(nuint size)
        {
            nint memory = Map(0, size, ReadWrite, Private | s_anonymous, -1, 0);
            return memory != -1 ? (byte*)memory : throw new Win32Exception(Marshal.GetLastPInvokeError());
        }

        public static bool Protect(byte* page, nuint size) => ProtectPages((nint)page, size, None) == 0;

        public static void Release(byte* memory, nuint size) => _ = Unmap((nint)memory, size);

        [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
        private static partial nint Map(nint address, nuint length, int protection, int flags, int file, nint offset);

        [LibraryImport("libc", EntryPoint = "mprotect", SetLastError = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
        private static partial int ProtectPages(nint address, nuint length, int protection);

        [LibraryImport("libc", EntryPoint = "munmap", SetLastError = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
        private static partial int Unmap(nint address, nuint length);
    }

    private static partial class Windows
    {
        private const uint CommitReserve = 0x3000;
        private const uint ReleaseMemory = 0x8000;
        private const uint NoAccess = 0x01;
        private const uint ReadWrite = 0x04;

        public static byte* Reserve(nuint size)
        {
            nint memory = Allocate(0, size, CommitReserve, ReadWrite);
            return memory != 0 ? (byte*)memory : throw new Win32Exception(Marshal.GetLastPInvokeError());
        }

        public static bool Protect(byte* page, nuint size) => ProtectPages((nint)page, size, NoAccess, out _) != 0;

        public static void Release(byte* memory) => _ = Free((nint)memory, 0, ReleaseMemory);

        [LibraryImport("kernel32", EntryPoint = "VirtualAlloc", SetLastError = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
        private static partial nint Allocate(nint address, nuint size, uint type, uint protection);

        [LibraryImport("kernel32", EntryPoint = "VirtualProtect", SetLastError = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
        private static partial int ProtectPages(nint address, nuint size, uint protection, out uint old);

        [LibraryImport("kernel32", EntryPoint = "VirtualFree", SetLastError = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
        private static partial int Free(nint address, nuint size, uint type);
    }
}
